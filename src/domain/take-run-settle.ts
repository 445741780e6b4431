import type { Bucket, Limiter, Refused, Settling, Taken } from '../ports/index.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

/** What was run came to this. */
export interface Ran<Result> {
  allowed: true
  result: Result
}

/**
 * Takes from `buckets`, runs, and settles by what the run came to: what `settle` does not name is given back, and all of it
 * where the run throws, since nothing was judged then. Undefined leaves it to lapse: for whom it no longer matters. Nobody
 * else takes from a limiter (`architecture.test.ts`). Throws what the run throws, and `Unavailable` where a count that must
 * last cannot be kept: its result is not to be told.
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
  // What is only given back or forgotten need not be heard: unsettled it lapses, and what was run was right.
  if (settling)
    await taken
      .settle(settling)
      .catch(error => (settling.keep?.length ? Promise.reject(error) : unlessUnavailable(error)))
  return { allowed: true, result }
}
