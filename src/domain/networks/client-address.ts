import { isIPv4 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** `[2001:db8::1]`, `[2001:db8::1]:443`: what stands between the brackets. */
const BRACKETED = /^\[([^[\]]+)\](?::\d{1,5})?$/
/** `41.1.2.3:5555`: without its port. */
const IPV4_WITH_PORT = /^([\d.]+):\d{1,5}$/
const QUOTED = /^"(.*)"$/
const ZONE = /%[\w.~-]+$/

/**
 * The one reader of client addresses, however a proxy writes them: with a port, in brackets, in quotes, with a zone, IPv4 written
 * as IPv6, with blanks around. Returns the shortest usual form, or undefined where it is no address.
 */
export function readAddress(text: string | undefined): string | undefined {
  // The usual case, and that form is the shortest already.
  return text !== undefined && isIPv4(text) ? text : parseAddress(text)?.toString()
}

/** The same, as what `ipaddr.js` reckons with. */
export function parseAddress(text = ''): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = text.trim().replace(QUOTED, '$1').trim()
  const address = (BRACKETED.exec(bare)?.[1] ?? IPV4_WITH_PORT.exec(bare)?.[1] ?? bare).replace(ZONE, '')
  // The library would read 41 as 0.0.0.41, and 010.1.1.1 as 8.1.1.1.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address)
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return undefined
  return ipaddr.process(address)
}
