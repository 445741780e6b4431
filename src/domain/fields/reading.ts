import { z } from 'zod'
import { cleaned } from './clean.ts'

export type Reading = { value: string } | Misread
export interface Misread {
  code: string
  read: string
}
export type Reader = (text: string) => Reading

/** A required field. Errors are codes with `read`, which the page shows so that the member sees the mistake. */
export function field(reader: Reader, ...length: Parameters<typeof cleaned>) {
  return cleaned(...length).transform((text, ctx) => {
    const reading = reader(text)
    if ('value' in reading) return reading.value
    const { code, read } = reading
    ctx.issues.push({ code: 'custom', message: code, params: { read }, input: text })
    return z.NEVER
  })
}
