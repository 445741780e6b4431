import type { Bucket, Limiter, Refused, Settling, Taken } from '../ports/index.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

export interface Ran<Result> {
  allowed: true
  result: Result
}

/**
 * Takes from `buckets`, runs, then settles by the result: buckets that `settle` does not name are given back, all of them if
 * the run throws; undefined lets the take lapse. The only caller of a limiter (`architecture.test.ts`). Throws what the run
 * throws, and `Unavailable` if a count that must last cannot be kept: then the result must not be shown.
 */
export async function takeRunSettle<Result>(
  limiter: Limiter,
  buckets: readonly Bucket[],
  run: (taken: Pick<Taken, 'used' | 'settle'>) => Promise<Result>,
  settle: (result: Result) => Settling | undefined,
): Promise<Ran<Result> | Refused> {
  const taken = await limiter.take(buckets)
  if (!taken.allowed) return taken
  const result = await run(taken).catch(async error => {
    await taken.settle({}).catch(unlessUnavailable)
    throw error
  })
  const settling = settle(result)
  // A failed give-back is harmless: the take lapses by itself.
  if (settling)
    await taken
      .settle(settling)
      .catch(error => (settling.keep?.length ? Promise.reject(error) : unlessUnavailable(error)))
  return { allowed: true, result }
}
