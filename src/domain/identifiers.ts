import { z } from 'zod'
import { cleaned, optional, withoutSeparators } from './clean.ts'

/** Upper case for a–z only: ı and ß would become I and SS, and leave a valid-looking number. */
const compact = (text: string) => withoutSeparators(text).replace(/[a-z]+/g, letters => letters.toUpperCase())

/** The number of the national identity card: one or two letters, then digits. */
export const nationalId = cleaned()
  .transform(compact)
  .pipe(z.string().regex(/^[A-Z]{1,2}\d{2,7}$/, 'format'))

/** An identifier whose format the organisation file tells. */
export function identifier(pattern: string) {
  return cleaned()
    .transform(compact)
    .pipe(z.string().regex(new RegExp(pattern), 'format'))
}

/** The same, for a field that is only asked for when it is the one chosen. */
export const unjudged = optional().transform(compact)

/**
 * Birth register number: digits, a slash, the year. Other separators do not matter beside a slash; without one they may
 * stand for it, so that 123-1960 is asked for again, not taken for 1231960.
 */
export const civilStatusNumber = cleaned()
  .transform(text => (text.includes('/') ? text.split('/').map(withoutSeparators).join('/') : text))
  .pipe(z.string().regex(/^\d{1,8}(\/\d{2,4})?$/, 'format'))

/** Six digits in any script, spaces and dashes tolerated (OTP-1). */
export const sixDigits = cleaned()
  .transform(withoutSeparators)
  .pipe(z.string().regex(/^\d{6}$/, 'format'))
