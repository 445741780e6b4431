import { z } from 'zod'
import { cleaned } from './clean.ts'

/** What a field makes of a cleaned text: the value; or the code of what is wrong, and how far it was understood. */
export type Reading = { value: string } | Misread
export interface Misread {
  code: string
  /** Told to who typed it: a mistake that is seen is soon mended. */
  read: string
}
export type Reader = (text: string) => Reading

/** A required field that is read so. Its errors are codes, with `read` among their parameters. */
export function field(reader: Reader, ...length: Parameters<typeof cleaned>) {
  return cleaned(...length).transform((text, ctx) => {
    const reading = reader(text)
    if ('value' in reading) return reading.value
    const { code, read } = reading
    ctx.issues.push({ code: 'custom', message: code, params: { read }, input: text })
    return z.NEVER
  })
}
