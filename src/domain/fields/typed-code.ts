import { withoutSeparators } from './clean.ts'
import { field } from './reading.ts'

const LONGEST_MESSAGE = 2000
const IN_TEXT = /(?<![\p{L}\p{N}+]|\d[ .\-/])(?:\d{6}|\d{3}[ \-\u2010-\u2015]\d{3})(?![\p{L}\p{N}]|[ .\-/]\d)/gu
const GLUED_LABEL = /^(?:code|otp|رمز|الرمز)(?=\d)/iu

/** A verification code in any script, with spaces and dashes (OTP-1), after a label or inside the pasted message. */
export const sixDigits = field(text => {
  const bare = withoutSeparators(text.replace(GLUED_LABEL, ''))
  if (/^\d{6}$/.test(bare)) return { value: bare }
  const found = new Set(text.match(IN_TEXT)?.map(withoutSeparators))
  const [code] = found
  if (found.size === 1 && code) return { value: code }
  return { code: found.size > 1 ? 'several' : 'format', read: [...found].join(' + ') }
}, LONGEST_MESSAGE)
