import { z } from 'zod'

const LEAST_BYTES = 32
/** Of 32 drawn bytes about 30 differ; fewer than this happens once in many millions of millions of keys. */
const LEAST_DIFFERENT = 20
const WORDS = /changeme|changeit|password|secret|example|placeholder|onlyfor|insecure/i

const problem = (error: string) => ({ error, abort: true })

/** Secrets as `openssl rand -base64 32` makes them, comma-separated, newest first. */
export const keyList = z
  .string()
  .transform(list => list.split(',').map(key => key.trim()))
  .refine(list => list.every(isLong), problem('each key must be at least 32 bytes of base64'))
  .refine(
    list => list.every(isBase64),
    problem('must be keys as openssl rand -base64 32 writes them, a comma between two'),
  )
  .refine(list => !list.some(isMadeUp), problem('a key was made up, not drawn: make it with openssl rand -base64 32'))
  .transform(list => list.map(bytesOf))
  .refine(allDiffer, 'the same key is listed twice')

/** Whether no key stands twice among these. */
export function allDiffer(keys: readonly Buffer[]): boolean {
  return new Set(keys.map(key => key.toString('base64'))).size === keys.length
}

const bytesOf = (key: string): Buffer => Buffer.from(key, 'base64')
const isLong = (key: string): boolean => bytesOf(key).length >= LEAST_BYTES

/** Node reads over whatever is not base64: a blank between two keys, the hyphens of a sentence. */
const isBase64 = (key: string): boolean => bytesOf(key).toString('base64') === key

/** Zeros, one byte or a few by turns, a count upwards, something typed. */
function isMadeUp(key: string): boolean {
  const bytes = [...bytesOf(key)]
  const steps = bytes.map((byte, at) => (byte - (bytes[at - 1] ?? 0)) & 255)
  const isTyped = bytes.every(byte => byte >= 9 && byte <= 126)
  return isTyped || WORDS.test(key) || [bytes, steps].some(values => new Set(values).size < LEAST_DIFFERENT)
}
