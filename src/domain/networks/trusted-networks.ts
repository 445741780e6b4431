import ipaddr from 'ipaddr.js'
import type { Limits } from '../../config/limits/index.ts'
import { parseAddress } from './client-address.ts'

type Trusted = Limits['identity']['trusted'][number]

export function createTrustedNetworks(list: readonly Trusted[]): (ip: string | undefined) => Trusted | undefined {
  const parsed = list.map(entry => ({ entry, ranges: entry.networks.map(text => ipaddr.parseCIDR(text)) }))
  return ip => {
    const address = parsed.length > 0 && parseAddress(ip)
    if (!address) return undefined
    const inside = ([range, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number]) =>
      range.kind() === address.kind() && address.match(range, bits)
    return parsed.find(({ ranges }) => ranges.some(inside))?.entry
  }
}
