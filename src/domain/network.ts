import ipaddr from 'ipaddr.js'

/** What counts as one address: an IPv4 address, or the /64 of an IPv6 one (ID-3). */
export function networkOf(ip = ''): string {
  if (!ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return `${address
    .toByteArray()
    .slice(0, 8)
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('')}::/64`
}
