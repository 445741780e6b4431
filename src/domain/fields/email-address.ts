import { domainToASCII, domainToUnicode } from 'node:url'
import { cleaned } from './clean.ts'
import { field, type Reading } from './reading.ts'

const LONGEST_ADDRESS = 254
const LONGEST_NAME = 64
/** The local part: RFC 5322 atoms and dots, without characters that reroute mail or mean something to a shell. */
const NAME = /^(?!\.)(?!.*\.\.)(?!.*\.$)[A-Za-z0-9.#$&'*+/=?^_{}~-]+$/
/** One script per label: a Cyrillic е among Latin letters makes another domain. */
const PART = /^(?:[\p{Script=Latin}\d-]+|[\p{Script=Arabic}\d-]+)$/u
const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?:[a-z]{2,63}|xn--[a-z\d-]{1,59})$/

/** One e-mail address (W-18), with its domain in lower case and in ASCII (punycode). */
export const emailAddress = field(read, LONGEST_ADDRESS)

export const emailRepeated = cleaned(LONGEST_ADDRESS, 'differ').transform(text => {
  const reading = read(text)
  return 'value' in reading ? reading.value : text
})

export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** The address with its domain in Unicode instead of `xn--…`. */
export function shownAddress(address: string): string {
  const { name, domain } = parted(address)
  return name === undefined || !/xn--/i.test(domain) ? address : `${name}@${domainToUnicode(domain) || domain}`
}

function read(text: string): Reading {
  const bare = text
    .replace(/^(?:adresse )?(?:e-?mail|courriel|البريد الإلكتروني)\s?:\s?/iu, '')
    .replace(/ ?@ ?/, '@')
    .replace(/(?<=[\p{L}\d])\.$/u, '')
  const { name = '', domain } = parted(bare)
  const letters = domainToUnicode(domain).split('.')
  const ascii = domainToASCII(domain)
  const address = `${name}@${ascii}`
  const isOne = NAME.test(name) && name.length <= LONGEST_NAME && letters.every(part => PART.test(part))
  if (!isOne || !DOMAIN.test(ascii) || address.length > LONGEST_ADDRESS) return { code: 'format', read: bare }
  return { value: address }
}

function parted(address: string): { name: string | undefined; domain: string } {
  const at = address.lastIndexOf('@')
  return { name: at < 0 ? undefined : address.slice(0, at), domain: address.slice(at + 1) }
}
