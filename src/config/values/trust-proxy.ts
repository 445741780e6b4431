import ipaddr from 'ipaddr.js'
import { compile } from 'proxy-addr'
import { z } from 'zod'

/** Balancer, firewall, ingress and sidecar; more is a mistake. */
const MOST_HOPS = 5
/** Public addresses; the published lists of large delivery networks are smaller. */
const MOST_ADDRESSES = { ipv4: 2 ** 26, ipv6: 2 ** 104 }
const OWN_RANGES = new Set(['private', 'uniqueLocal', 'loopback', 'linkLocal'])

/** Whose X-Forwarded-For is trusted, in Express's form: none, a hop count or networks (W-17). */
export const trustProxy = z
  .string()
  .default('none')
  .transform(text =>
    text === 'none' ? false : /^\d{1,9}$/.test(text) ? Number(text) : text.split(',').map(part => part.trim()),
  )
  .refine(value => !Array.isArray(value) || isListOfNetworks(value), 'must be none, a hop count or a list of networks')

export function trustsEverybody(value: z.output<typeof trustProxy>): boolean {
  if (!Array.isArray(value)) return Number(value) > MOST_HOPS
  const sizes = value.map(sizeOf)
  return (['ipv4', 'ipv6'] as const).some(
    kind => sizes.filter(size => size.kind === kind).reduce((sum, { count }) => sum + count, 0) > MOST_ADDRESSES[kind],
  )
}

/** Checked by Express's parser, but without its named ranges. */
function isListOfNetworks(list: readonly string[]): boolean {
  if (!list.every(network => ipaddr.isValid(network.split('/')[0]!))) return false
  try {
    compile([...list])
    return true
  } catch {
    return false
  }
}

function sizeOf(network: string) {
  const [text = '', prefix] = network.split('/')
  const address = ipaddr.process(text)
  const kind = address.kind()
  const isMapped = kind === 'ipv4' && ipaddr.parse(text).kind() === 'ipv6'
  const width = kind === 'ipv4' ? 32 : 128
  const bits = prefix === undefined ? width : Math.max(prefixLength(prefix) - (isMapped ? 96 : 0), 0)
  const count = 2 ** (width - bits)
  return { kind, count: isOwn(address, bits) ? 0 : count }
}

function prefixLength(prefix: string): number {
  return /^\d+$/.test(prefix) ? Number(prefix) : ipaddr.IPv4.parse(prefix).prefixLengthFromSubnetMask()!
}

function isOwn(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): boolean {
  const cidr = `${address}/${bits}`
  const ends =
    address.kind() === 'ipv4'
      ? [ipaddr.IPv4.networkAddressFromCIDR(cidr), ipaddr.IPv4.broadcastAddressFromCIDR(cidr)]
      : [ipaddr.IPv6.networkAddressFromCIDR(cidr), ipaddr.IPv6.broadcastAddressFromCIDR(cidr)]
  const [first, last] = ends.map(end => end.range())
  return first === last && OWN_RANGES.has(first!)
}
