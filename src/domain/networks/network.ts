import ipaddr from 'ipaddr.js'
import { parseAddress } from './client-address.ts'

/** A network of a visitor, and the factor by which a single visitor's limits are multiplied for it. */
export interface Network {
  name: string
  times: number
}

/** The IPv6 prefixes that count: a line, a small site, a site. A /48 holds 65,536 lines. */
const IPV6_WIDTHS = [
  [64, 1],
  [56, 4],
  [48, 16],
] as const

/** Shared by visitors without a readable address: too wide for one of them to use up (docs/adr/0020). */
const UNREAD: readonly Network[] = [{ name: 'unread', times: 150 }]

/** The networks of an address that count together, narrowest first: an IPv4 address; /64, /56 and /48 of IPv6 (ID-3). */
export function networksOf(ip: string | undefined): readonly Network[] {
  const address = parseAddress(ip)
  if (!address) return UNREAD
  if (address.kind() === 'ipv4') return [{ name: address.toString(), times: 1 }]
  return IPV6_WIDTHS.map(([bits, times]) => ({ name: cidr(address, bits), times }))
}

/** The widest of them, which one customer of a carrier holds: an IPv4 address, or an IPv6 /48. */
export function siteOf(ip: string | undefined): string {
  return networksOf(ip).at(-1)!.name
}

/** The /24 of an IPv4 address or the /48 of an IPv6 one: the most that logs may hold (L-1). */
export function roughNetwork(ip: string | undefined): string {
  const address = parseAddress(ip)
  if (!address) return 'unknown'
  return cidr(address, address.kind() === 'ipv4' ? 24 : 48)
}

function cidr(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const kind = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  return `${kind.networkAddressFromCIDR(`${address}/${bits}`)}/${bits}`
}
