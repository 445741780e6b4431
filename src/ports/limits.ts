/** `[n, s]`: n in any s seconds, sliding. */
export type Window = readonly [count: number, seconds: number]

/** Limits that are stored together for one member or network. Redis holds their positions; `flow` must be the last (visit-session.lua). */
export const BESIDE = [
  ...['sessions', 'scarce', 'guesses', 'rare', 'questions', 'sms', 'email'],
  ...['tries:email', 'tries:sms', 'member:email', 'member:sms', 'destinations:email', 'destinations:sms', 'flow'],
] as const

export interface Bucket {
  key: string
  /** The limit's name and its member or network, whose limits are stored together; not for limits of a month, which would keep the others as long. */
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

/** What a store does together with a take or a settling: in one command, if both are in one Redis. */
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

/** Nothing was taken, since the act before it was not judged right. */
export interface Barred {
  allowed: false
  barred: true
}

/** How long an unsettled take counts: the most that a lost reply can cost (REL-R1). */
export const UNSETTLED_SECONDS = 10

export interface Limiter {
  /** From all or none; given back unless settled in `UNSETTLED_SECONDS`. Only `takeRunSettle` calls it. */
  take(buckets: readonly Bucket[]): Promise<Taken | Refused>
  /** The same, if `first` is judged right. */
  takeAfter(first: Act<unknown>, buckets: readonly Bucket[]): Promise<Taken | Refused | Barred>
  /** Makes this item its bucket's only one, for good. Sent with the session's save, which must follow at once: it fails with that, and is not awaited. */
  put(bucket: Bucket & { item: string }): Promise<void>
  /** Takes, acts and settles by the judgement, in one command; undefined if that is impossible with these stores. */
  decide?<Result>(
    buckets: readonly Bucket[],
    act: Act<Result>,
    settlings: Record<Judgement, Settling>,
  ): Promise<{ allowed: true } | Refused> | undefined
}

/** How far the clocks of two instances may differ: what one has used up stays so until it has expired on the other too. */
export const CLOCKS_APART_SECONDS = 60

export interface ReplayGuard {
  useOnce(id: string, ttlSeconds: number): Promise<boolean>
}
