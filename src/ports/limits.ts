/** `[n, s]`: n in any s seconds, sliding. */
export type Window = readonly [count: number, seconds: number]

/** Limits that one member or network has beside others. Their order is stored; the member's flow is the last. */
export const BESIDE = [
  ...['sessions', 'scarce', 'guesses', 'rare', 'questions', 'sms', 'email'],
  ...['tries:email', 'tries:sms', 'member:email', 'member:sms', 'destinations:email', 'destinations:sms', 'flow'],
] as const

export interface Bucket {
  key: string
  /** Which of the limits of whom it is: they may be stored together. Those of a month are not, since the rest would stay as long. */
  of?: readonly [which: (typeof BESIDE)[number], whom: string]
  windows: readonly Window[]
  /** Seconds to wait after the first, second, third … take; the last figure holds for all later ones (ID-4). */
  waits?: readonly number[]
  /** Counts distinct items: an item that is already in the bucket takes nothing. */
  item?: string
  /** This take replaces all earlier ones and is never refused. */
  replaces?: true
  /** Only counts: when full it takes nothing and refuses nobody. */
  soft?: true
  /** Counts at once and for good, whatever the run returns. */
  firm?: true
}

/** `keep` makes the take permanent, `clear` empties the bucket, anything else is given back. */
export interface Settling {
  keep?: readonly string[]
  clear?: readonly string[]
}

/** `none`: nothing was judged. */
export type Judgement = 'right' | 'wrong' | 'none'

/** What a store does beside a take or a settling; in one step with it, if both are in one Redis. */
export interface Act<Result> {
  run(): Promise<Result>
  judge(result: Result): Judgement
  /** Undefined until it has run. */
  readonly result: Result | undefined
}

export interface Taken {
  allowed: true
  used: readonly (readonly number[])[]
  /** May be called again: a kept take can still be given back. */
  settle(settling: Settling, beside?: Act<unknown>): Promise<void>
}

/** `key`: the first full bucket. `unsettled`: only unsettled takes fill it, so it must end or close nothing (F16). */
export interface Refused {
  allowed: false
  key: string
  retryAfterSeconds: number
  unsettled?: true
}

/** Nothing was taken: the act that comes first did not come out right. */
export interface Barred {
  allowed: false
  barred: true
}

/** How long an unsettled take counts: the most that a lost reply can cost (REL-R1). */
export const UNSETTLED_SECONDS = 10

export interface Limiter {
  /** From all or none; given back unless settled in `UNSETTLED_SECONDS`. Only `takeRunSettle` calls it. */
  take(buckets: readonly Bucket[]): Promise<Taken | Refused>
  /** The same, if `first` comes out right. */
  takeAfter(first: Act<unknown>, buckets: readonly Bucket[]): Promise<Taken | Refused | Barred>
  /** Leaves this item alone in its bucket, counted at once and for good. Done with the save of a session that follows at once: if that fails, so does this, and nobody waits for it. */
  put(bucket: Bucket & { item: string }): Promise<void>
  /** Takes, acts and settles by how that comes out, in one step; undefined if its store and that of the act take several. */
  decide?<Result>(
    buckets: readonly Bucket[],
    act: Act<Result>,
    settlings: Record<Judgement, Settling>,
  ): Promise<{ allowed: true } | Refused> | undefined
}

/** So far the clocks of two instances may be apart: what one has used up stays so until it has expired on the other too. */
export const CLOCKS_APART_SECONDS = 60

export interface ReplayGuard {
  useOnce(id: string, ttlSeconds: number): Promise<boolean>
}
