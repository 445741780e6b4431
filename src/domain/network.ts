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

/** What logs may hold of an address: the /24 of an IPv4 one, the /48 of an IPv6 one (L-1). */
export function roughNetwork(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  const ipv4 = address.kind() === 'ipv4'
  const cidr = `${address}/${ipv4 ? 24 : 48}`
  const network = ipv4 ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr)
  return `${network}/${ipv4 ? 24 : 48}`
}
