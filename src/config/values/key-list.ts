import { z } from 'zod'

const LEAST_BYTES = 32
/** Of 32 random bytes about 30 differ; fewer than this practically never happens. */
const LEAST_DIFFERENT = 20
const WORDS = /changeme|changeit|password|secret|example|placeholder|onlyfor|insecure/i

const problem = (error: string) => ({ error, abort: true })

/** Secrets made by `openssl rand -base64 32`, comma-separated: the first writes, all read. */
export const keyList = z
  .string()
  .transform(list => list.split(',').map(key => key.trim()))
  .refine(list => list.every(isLong), problem('each key must be at least 32 bytes of base64'))
  .refine(list => list.every(isBase64), problem('must be keys made by openssl rand -base64 32, separated by commas'))
  .refine(list => !list.some(isMadeUp), problem('a key is not random: make it with openssl rand -base64 32'))
  .transform(list => list.map(bytesOf))
  .refine(allDiffer, 'the same key is listed twice')

export function allDiffer(keys: readonly Buffer[]): boolean {
  return new Set(keys.map(key => key.toString('base64'))).size === keys.length
}

const bytesOf = (key: string): Buffer => Buffer.from(key, 'base64')
const isLong = (key: string): boolean => bytesOf(key).length >= LEAST_BYTES

/** Node ignores characters that are not base64, such as a blank or a hyphen. */
const isBase64 = (key: string): boolean => bytesOf(key).toString('base64') === key

function isMadeUp(key: string): boolean {
  const bytes = [...bytesOf(key)]
  const steps = bytes.map((byte, at) => (byte - (bytes[at - 1] ?? 0)) & 255)
  const isTyped = bytes.every(byte => byte >= 9 && byte <= 126)
  return isTyped || WORDS.test(key) || [bytes, steps].some(values => new Set(values).size < LEAST_DIFFERENT)
}
