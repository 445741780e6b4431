import { isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'

const BRACKETED = /^\[([^[\]]+)\](?::\d{1,5})?$/
const IPV4_WITH_PORT = /^([\d.]+):\d{1,5}$/
const QUOTED = /^"(.*)"$/
const ZONE = /%[\w.~-]+$/

/**
 * Reads a client address in any form a proxy writes: with port, brackets, quotes, zone, blanks, or IPv4 mapped to IPv6.
 * Returns the shortest form; undefined if it is no address.
 */
export function readAddress(text: string | undefined): string | undefined {
  // The usual case, already in the shortest form.
  return text !== undefined && isIPv4(text) ? text : parseAddress(text)?.toString()
}

/** The same as an `ipaddr.js` object. */
export function parseAddress(text = ''): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = text.trim().replace(QUOTED, '$1').trim()
  const address = (BRACKETED.exec(bare)?.[1] ?? IPV4_WITH_PORT.exec(bare)?.[1] ?? bare).replace(ZONE, '')
  // The library reads 41 as 0.0.0.41, and 010.1.1.1 as 8.1.1.1.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address)
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return undefined
  return ipaddr.process(address)
}
