import type { Channel } from './channel.ts'
import type { Mode } from './language.ts'
import type { NewAccount } from './member-registry.ts'

export interface ActivationWork {
  kind: 'activation'
  flow: string
  member: string
  account: NewAccount
  idempotencyKey: string
  mode: Mode
}

/** A notice to one contact: the account is active since `activatedAt`, or could not be confirmed. */
export interface NoticeWork {
  kind: Channel
  id: string
  destination: string
  activatedAt?: string
  mode: Mode
}

export type Work = ActivationWork | NoticeWork

/** `unfinished`: whether the account exists is unknown. */
export type ActivationEnd = { kind: 'done'; activatedAt: string } | { kind: 'already-active' } | { kind: 'unfinished' }

export type ActivationStatus = ActivationEnd | { kind: 'pending' }

export interface Job {
  id: string
  work: Work
  /** An earlier try has no known outcome. */
  doubtful: boolean
  last: boolean
}

export interface OutboxState {
  depth: number
  oldestSeconds: number
  /** A job used up its quick tries or is too old; an operator must look. */
  stuck: boolean
}

/** Activations and their notices, kept for at most a day. Every method is atomic and throws `Unavailable`. */
export interface Outbox {
  /** Counts the first try, which follows. A flow has one activation; further callers join it. */
  begin(work: ActivationWork): Promise<void>
  /** Removes an activation that only this caller holds. False if a worker has tried or finished it. */
  withdraw(flow: string): Promise<boolean>
  /** True if this is the first end, or the first `done`. */
  finish(flow: string, end: ActivationEnd, notices: readonly NoticeWork[]): Promise<boolean>
  status(flow: string): Promise<ActivationStatus | undefined>
  /** Each due job is given to one caller until its next wait is over. */
  claim(most: number): Promise<Job[]>
  /** The last try certainly did nothing: it does not count. */
  release(id: string): Promise<void>
  remove(id: string): Promise<void>
  state(): Promise<OutboxState>
}
