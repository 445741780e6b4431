import type { Holder } from '../../domain/identity/active-session.ts'
import type { Window } from '../../ports/index.ts'
import type { Keys } from './session-keys.ts'

export interface StoredSession {
  tag: string
  sealed: Buffer
}

export interface Visited {
  sealed: Buffer
  visits: number
  secondsLeft: number
  /** Seconds that this visit has given the session. */
  life: number
  /** True if it was the member's last session at this visit (S-11); false if not, or if that is unknown. */
  holds(holder: Holder): boolean
}

export interface NextSession extends StoredSession {
  /** Named by the session's reference; undefined if it has none. */
  flow: string | undefined
  /** Of a session that has proved its member. */
  holder: Holder | undefined
}

/** `gone`: nothing is stored there. `moved`: it has another id. `newer`: another request saved it. `taken`: the reference is another's. */
export type Replaced = 'kept' | 'gone' | 'moved' | 'newer' | 'taken'

/** One place per session, under one id; its reference begins, expires and ends with it (AG-1). Throws `Unavailable`. */
export interface SessionClient {
  visit(keys: Keys, tag: string, window: Window): Promise<Visited | null>
  read(key: string): Promise<StoredSession | null>
  /** Stores `next` only if exactly `was`, or nothing, is stored there. */
  replace(keys: Keys, was: Was | undefined, next: NextSession, seconds: number): Promise<Replaced>
  end(keys: Keys, seconds: number): Promise<void>
  expire(keys: Keys, seconds: number): Promise<void>
}

export interface Was {
  tag: string
  version: Buffer
}

const NONCE_BYTES = 12

/** What is sealed begins with its nonce, which is unique to a save. */
export const versionOf = (sealed: Buffer): Buffer => sealed.subarray(0, NONCE_BYTES)
