import type { Window } from '../../ports/index.ts'
import type { Keys } from './session-keys.ts'

export interface StoredSession {
  /** The tag of the only id that opens it. */
  tag: string
  sealed: string
}

export interface Visited {
  sealed: string
  visits: number
  secondsLeft: number
}

/** `gone`: nothing is stored there. `moved`: it has another id. `newer`: another request saved it. */
export type Replaced = 'kept' | 'gone' | 'moved' | 'newer'

/**
 * Stores each session in one place under one id; its reference expires and ends with it (AG-1). Every call may
 * throw `Unavailable`.
 */
export interface SessionClient {
  /** Reads a session, counts the visit and sets its expiry; null if none is stored under this tag. */
  visit(keys: Keys, tag: string, seconds: number, window: Window): Promise<Visited | null>
  read(key: string): Promise<StoredSession | null>
  /** Stores `next` if exactly `was` (tag and version), or nothing, is stored there. */
  replace(keys: Keys, was: Was | undefined, next: StoredSession, seconds: number): Promise<Replaced>
  end(keys: Keys, seconds: number): Promise<void>
  expire(keys: Keys, seconds: number): Promise<void>
}

/** The session as it was read; every save has its own version. */
export interface Was {
  tag: string
  version: string
}

const NONCE_LENGTH = 16

/** The sealed text begins with its nonce, which is unique to a save. */
export const versionOf = (sealed: string): string => sealed.slice(0, NONCE_LENGTH)
