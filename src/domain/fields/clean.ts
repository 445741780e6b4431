import { z } from 'zod'

const MAX_CHARACTERS = 64

/** NFKC, digits 0–9 for Arabic-Indic and Persian ones, single spaces; no format or control characters, no tatweel. */
export function clean(typed: string): string {
  return typed
    .replace(/[nN]º|№/g, 'N°') // NFKC makes a word of the sign: No
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, digit => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\p{Cf}\u2065\u0640]/gu, '') // U+2065 is among the format characters and is not one yet
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .normalize() // an accent may only now stand beside its letter
}

/** Removes only the separators people write in numbers: a Cyrillic В must stay visible and be refused. */
export function withoutSeparators(cleaned: string): string {
  return cleaned.replace(/[ .\-/_\u2010-\u2015]/g, '')
}

/** A required cleaned field: `required` if empty, `tooLong` if over `most` characters before or after cleaning. */
export function cleaned(most = MAX_CHARACTERS, tooLong = 'format') {
  return z.string().max(most, tooLong).transform(clean).pipe(z.string().min(1, 'required').max(most, tooLong))
}

export function optional(tooLong = 'format') {
  return z.string().max(MAX_CHARACTERS, tooLong).transform(clean).pipe(z.string().max(MAX_CHARACTERS, tooLong))
}
