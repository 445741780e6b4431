import { parseConnectionUrl } from 'nodemailer/lib/shared'
import { z } from 'zod'

export const port = (usual: number) => z.coerce.number().int().min(0).max(65535).default(usual)
export const url = (...protocols: string[]) =>
  z.string().refine(text => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a URL (${protocols.join(' or ')})`,
    abort: true,
  })
/** Paths are appended, so a query or fragment would end up in the middle. */
export const baseUrl = url('http:', 'https:')
  .refine(text => !/[?#]/.test(text), 'must not have a query or a fragment')
  .refine(text => !new URL(text).username && !new URL(text).password, 'must not hold credentials')
export const namesMailServer = (text: string) => isTaken(parseConnectionUrl, text) && !!parseConnectionUrl(text).host
export const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must look like +212537000000')
/** Twilio's sender forms: https://www.twilio.com/docs/messaging/api/alphasender-resource */
export const smsSender = z
  .string()
  .regex(
    /^(\+[1-9]\d{6,14}|\d{3,8}|(?=.*[a-z])[a-z\d +&_-]{1,11})$/i,
    'must look like +212537000000, a short code of 3 to 8 digits, or a name of at most 11 plain letters and digits',
  )
export const token = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters, without blanks or line breaks')
export const twilioId = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}[0-9a-f]{32}$`, 'i'), `must look like ${prefix} followed by 32 hexadecimal digits`)

/** Whether a parser takes a text without throwing. */
export function isTaken(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}
