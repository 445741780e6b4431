/** `[n, s]`: n in any s seconds, sliding. */
export type Window = readonly [count: number, seconds: number]

/** What is counted together: a log of all that was taken in the longest of its windows. */
export interface Bucket {
  key: string
  windows: readonly Window[]
  /** Seconds that must go by after the first, second, third … take; the last figure holds for all later ones (ID-4). */
  waits?: readonly number[]
  /** Counts distinct things: what is in the bucket already takes nothing more. */
  item?: string
  /** Puts this take in the place of all before it, and is never refused. */
  replaces?: true
  /** Only counts: once full it takes nothing more, and refuses nobody. */
  soft?: true
  /** Counts for good at once: true whatever becomes of what is run. */
  firm?: true
}

/** What becomes of a take: `keep` counts for as long as its windows say, `clear` is emptied, all else is given back. */
export interface Settling {
  keep?: readonly string[]
  clear?: readonly string[]
}

export interface Taken {
  allowed: true
  /** How many are in each window of each bucket now: what was kept, and this take. */
  used: readonly (readonly number[])[]
  /** May be called again where more has become known: what was kept can still be given back. */
  settle(settling: Settling): Promise<void>
}

/**
 * `key`: the first bucket, in the order asked for, that is full of what was kept. `retryAfterSeconds`: until all of them are
 * free. `unsettled`: none is, and `key` is the first that is full only with takes under way, or whose replies were lost:
 * nobody has judged anything, and it is over in `UNSETTLED_SECONDS` at most. It must not end, close or tell anything (F16).
 */
export interface Refused {
  allowed: false
  key: string
  retryAfterSeconds: number
  unsettled?: true
}

/** How long a take counts that nobody has settled: a lost reply costs that and no more (REL-R1). */
export const UNSETTLED_SECONDS = 10

export interface Limiter {
  /**
   * Takes one from every bucket, or from none where any of them is full. Until it is settled it counts for
   * `UNSETTLED_SECONDS` only; where the reply is lost, what it may have taken is given back at once. Called by
   * `takeRunSettle` alone.
   */
  take(buckets: readonly Bucket[]): Promise<Taken | Refused>
}

/** Remembers what may be used once only. */
export interface ReplayGuard {
  /** True for the first caller with this id, false for every later one. */
  useOnce(id: string, ttlSeconds: number): Promise<boolean>
}

/** Support references: seven digits that a caller reads out to an agent. */
export interface SupportReferences {
  /** A reference that no other live flow has, e.g. `R-4821379`; lives and ends with the session at `place` from its first save on. */
  open(flow: string, place: string, ttlSeconds: number): Promise<string>
  /** Ends the reference of a session that was not saved: it names nobody from here on. */
  close(reference: string): Promise<void>
}
