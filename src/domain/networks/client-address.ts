import { isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'

const BRACKETED = /^\[([^[\]]+)\](?::\d{1,5})?$/
const IPV4_WITH_PORT = /^([\d.]+):\d{1,5}$/
const QUOTED = /^"(.*)"$/
const ZONE = /%[\w.~-]+$/

/** The shortest form of what a proxy wrote (port, brackets, quotes, zone); undefined if it is no address. */
export function readAddress(text: string | undefined): string | undefined {
  return text !== undefined && isIPv4(text) ? text : parseAddress(text)?.toString()
}

export function parseAddress(text = ''): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = text.trim().replace(QUOTED, '$1').trim()
  const address = (BRACKETED.exec(bare)?.[1] ?? IPV4_WITH_PORT.exec(bare)?.[1] ?? bare).replace(ZONE, '')
  // The library reads 41 as 0.0.0.41, and 010.1.1.1 as 8.1.1.1.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address)
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return undefined
  return ipaddr.process(address)
}
