import type { CountryCode } from 'libphonenumber-js/max'
import parsePhoneNumber from 'libphonenumber-js/max'
import { z } from 'zod'
import { cleaned } from './clean.ts'

const LONGEST_ADDRESS = 254
const HOME = 'MA'

/** One e-mail address, its domain in lower case (W-18). */
export const emailAddress = cleaned(LONGEST_ADDRESS)
  .transform(lowerCaseDomain)
  .pipe(z.email('format').max(LONGEST_ADDRESS, 'format'))

/** A second entry, to compare with the first: cleaned alike, not judged. */
export const emailRepeated = cleaned(LONGEST_ADDRESS, 'differ').transform(lowerCaseDomain)

/** A mobile number of one of `countries`, as E.164 (OTP-15). */
export function mobileNumber(countries: readonly string[]) {
  return cleaned().transform((text, ctx) => {
    const number = parseMobile(text, countries)
    if (!number) ctx.issues.push({ code: 'custom', message: 'format', input: text })
    return number ?? ''
  })
}

/** A second entry of the number: E.164 where it is one, else as typed. */
export function mobileRepeated(countries: readonly string[]) {
  return cleaned(undefined, 'differ').transform(text => parseMobile(text, countries) ?? text)
}

function parseMobile(text: string, countries: readonly string[]): string | undefined {
  if (/\p{L}/u.test(text)) return undefined
  const number = parsePhoneNumber(text.replace(/[\u2010-\u2015_]/g, '-'), HOME as CountryCode)
  if (!number?.isValid() || number.getType() !== 'MOBILE' || number.ext) return undefined
  return countries.includes(number.country ?? '') ? number.number : undefined
}

function lowerCaseDomain(address: string): string {
  const at = address.lastIndexOf('@')
  return address.slice(0, at + 1) + address.slice(at + 1).toLowerCase()
}
