import ipaddr from 'ipaddr.js'
import { parseAddress } from './client-address.ts'

/** A network that a visitor belongs to, and how many times the figures of one visitor hold for it. */
export interface Network {
  name: string
  times: number
}

/** How far out an IPv6 visitor is counted: a line, a small site, a site. Who has a /48 has 65,536 of the first. */
const IPV6_WIDTHS = [
  [64, 1],
  [56, 4],
  [48, 16],
] as const

/**
 * Whoever cannot be told apart by address: one network, with figures as wide as the whole service may grow to, so that neither
 * is the country closed out by one visitor, nor does a limit fall away (docs/adr/0020).
 */
const UNREAD: readonly Network[] = [{ name: 'unread', times: 150 }]

/** The networks that count together for one address, narrowest first: an IPv4 address; /64, /56 and /48 of IPv6 (ID-3). */
export function networksOf(ip: string | undefined): readonly Network[] {
  const address = parseAddress(ip)
  if (!address) return UNREAD
  if (address.kind() === 'ipv4') return [{ name: address.toString(), times: 1 }]
  return IPV6_WIDTHS.map(([bits, times]) => ({ name: cidr(address, bits), times }))
}

/** The widest of them, which one customer of a carrier holds: an IPv4 address, or the /48 of an IPv6 one. */
export function siteOf(ip: string | undefined): string {
  return networksOf(ip).at(-1)!.name
}

/** What a site can hold at will: the /24 of an IPv4 address, the /48 of an IPv6 one. Logs hold no more (L-1). */
export function roughNetwork(ip: string | undefined): string {
  const address = parseAddress(ip)
  if (!address) return 'unknown'
  return cidr(address, address.kind() === 'ipv4' ? 24 : 48)
}

function cidr(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const kind = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  return `${kind.networkAddressFromCIDR(`${address}/${bits}`)}/${bits}`
}
