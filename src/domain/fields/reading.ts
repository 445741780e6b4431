import { z } from 'zod'
import { cleaned } from './clean.ts'

export type Reading = { value: string } | Misread
export interface Misread {
  code: string
  /** Shown to the member, who then sees the mistake. */
  read: string
}
export type Reader = (text: string) => Reading

/** A required field read by `reader`. Errors are codes with the parameter `read`. */
export function field(reader: Reader, ...length: Parameters<typeof cleaned>) {
  return cleaned(...length).transform((text, ctx) => {
    const reading = reader(text)
    if ('value' in reading) return reading.value
    const { code, read } = reading
    ctx.issues.push({ code: 'custom', message: code, params: { read }, input: text })
    return z.NEVER
  })
}
