import type { Bucket, Limiter, Refused, Settling, Taken } from '../ports/index.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

export interface Ran<Result> {
  allowed: true
  result: Result
}

/** Gives back what `settle` does not name; undefined lets all lapse. Throws if what must be kept is not. */
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
