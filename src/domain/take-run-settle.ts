import {
  type Act,
  type Barred,
  type Bucket,
  type Judgement,
  type Limiter,
  type Refused,
  type Settling,
  type Taken,
  unlessUnavailable,
} from '../ports/index.ts'

export interface Ran<Result> {
  allowed: true
  result: Result
}

type Run<Result> = (taken: Pick<Taken, 'used' | 'settle'>) => Promise<Result>
type Settle<Result> = (result: Result) => Settling | undefined

/** Gives back what `settle` does not name; undefined lets all lapse. Throws if what must be kept is not. */
export async function takeRunSettle<Result>(
  limiter: Limiter,
  buckets: readonly Bucket[],
  run: Run<Result>,
  settle: Settle<Result>,
): Promise<Ran<Result> | Refused> {
  const taken = await limiter.take(buckets)
  return taken.allowed ? runSettle(taken, run, settle) : taken
}

/** The same, if `first` is judged right. */
export async function actTakeRunSettle<Result>(
  limiter: Limiter,
  first: Act<unknown>,
  buckets: readonly Bucket[],
  run: Run<Result>,
  settle: Settle<Result>,
): Promise<Ran<Result> | Refused | Barred> {
  const taken = await limiter.takeAfter(first, buckets)
  return taken.allowed ? runSettle(taken, run, settle) : taken
}

/** Runs an act alone and settles by its judgement; what is right stays so even if settling fails. */
export async function takeActSettle<Result>(
  limiter: Limiter,
  buckets: readonly Bucket[],
  act: Act<Result>,
  settlings: Record<Judgement, Settling>,
): Promise<{ allowed: true } | Refused> {
  const atOnce = limiter.decide?.(buckets, act, settlings)
  if (atOnce) return atOnce
  return takeRunSettle(
    limiter,
    buckets,
    async ({ settle }) => {
      const judgement = act.judge(await act.run())
      if (judgement === 'right') await settle(settlings.right).catch(unlessUnavailable)
      return judgement
    },
    judgement => (judgement === 'right' ? undefined : settlings[judgement]),
  )
}

async function runSettle<Result>(taken: Taken, run: Run<Result>, settle: Settle<Result>): Promise<Ran<Result>> {
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
