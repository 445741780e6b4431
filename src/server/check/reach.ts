import { setTimeout as sleep } from 'node:timers/promises'
import { loggableError } from '../../adapters/http.ts'
import { type Try, Unfit } from './far-ends.ts'

const LONGEST_MS = 8000

/** Tries a far end for eight seconds at most; `problem` is left out if it was reached. Never throws. */
export async function reach({ name, attempt }: Try): Promise<{ name: string; problem?: string }> {
  const limit = new AbortController()
  const late = sleep(LONGEST_MS, undefined, { signal: limit.signal }).then(() => 'did not answer in 8 s')
  try {
    const problem = await Promise.race([attempt(AbortSignal.timeout(LONGEST_MS)), late])
    return problem ? { name, problem } : { name }
  } catch (error) {
    return { name, problem: wordsFor(error) }
  } finally {
    limit.abort()
    late.catch(() => {})
  }
}

/** Codes alone: an error's own words may hold an address with its password. */
function wordsFor(error: unknown): string {
  if (error instanceof Unfit) return error.message
  const { code, status } = loggableError(error)
  if (status !== undefined) return `refused (${status})`
  // Redis begins its errors with a word of capitals.
  const [word] = /^[A-Z]{4,}\b/.exec(error instanceof Error ? error.message : '') ?? []
  return code === undefined && word ? `refused (${word})` : `not reached (${code ?? 'no connection'})`
}
