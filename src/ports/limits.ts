/** `[n, s]`: n in any s seconds, sliding. */
export type Window = readonly [count: number, seconds: number]
export type Admission = { allowed: true } | { allowed: false; retryAfterSeconds: number }

export interface Limiter {
  /** Takes one from the bucket `key` unless any window is full; a refusal takes nothing. */
  take(key: string, windows: readonly Window[]): Promise<Admission>
  /** Undoes one `take`: it need not have counted after all. */
  giveBack(key: string): Promise<void>
}

/** Remembers what may be used once only. */
export interface SpentProofs {
  /** True for the first caller with this id, false for every later one. */
  spend(id: string, ttlSeconds: number): Promise<boolean>
}

/** Support references: seven digits that a caller reads out to an agent. */
export interface SupportReferences {
  /** A reference that no other live flow has, e.g. `R-4821379`. */
  open(flow: string, ttlSeconds: number): Promise<string>
}
