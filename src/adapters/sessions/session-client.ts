import type { Window } from '../../ports/index.ts'
import type { Keys } from './session-keys.ts'

/** A session as it lies in its place. */
export interface Lying {
  /** The tag of the one id under which it is read. */
  tag: string
  sealed: string
}

export interface Visited {
  sealed: string
  /** How many visits there were since the window began, this one among them. */
  visits: number
  /** Until the window is over. */
  secondsLeft: number
}

/** `kept`; `gone`: nothing lies there; `moved`: another id has it; `newer`: this id has it, as another request saved it. */
export type Replaced = 'kept' | 'gone' | 'moved' | 'newer'

/**
 * What keeps sessions, each in one place under one id, and lets their references live and end with them (AG-1). Every call
 * throws `Unavailable`.
 */
export interface SessionClient {
  /** Reads what lies there under this tag, counts the visit and gives it so long to live from now on; null where nothing does. */
  visit(keys: Keys, tag: string, seconds: number, window: Window): Promise<Visited | null>
  /** What lies there, whatever its tag; changes nothing. */
  read(key: string): Promise<Lying | null>
  /** Puts `next` in the place of exactly `was` (tag and version), or of nothing; else nothing changes. */
  replace(keys: Keys, was: Was | undefined, next: Lying, seconds: number): Promise<Replaced>
  /** Takes away what lies there, and keeps the place from being taken for so long. */
  end(keys: Keys, seconds: number): Promise<void>
  expire(keys: Keys, seconds: number): Promise<void>
}

/** What a session was read as. `version` is of that save alone: each seals anew. */
export interface Was {
  tag: string
  version: string
}

const NONCE_LENGTH = 16

/** The beginning of what is sealed is its nonce, which no other save shares. */
export const versionOf = (sealed: string): string => sealed.slice(0, NONCE_LENGTH)
