import type { Channel } from './channel.ts'
import type { NewAccount } from './member-registry.ts'
import type { Mode } from './mode.ts'

/** An account to be made, by one key however often it is tried. */
export interface ActivationWork {
  kind: 'activation'
  flow: string
  member: string
  account: NewAccount
  idempotencyKey: string
  /** In which the member is to be told. */
  mode: Mode
}

/** A contact that is to be told: since when the account is active, or that the activation could not be finished. */
export interface NoticeWork {
  kind: Channel
  /** Names the message, so that the same one sent twice can be known for one. */
  id: string
  destination: string
  activatedAt?: string
  mode: Mode
}

export type Work = ActivationWork | NoticeWork

/** How an activation ended; `unfinished`: nobody could tell whether the account was made. */
export type Settlement = { kind: 'done'; activatedAt: string } | { kind: 'already-active' } | { kind: 'unfinished' }

/** What is known of a flow's activation; `pending`: it is still being tried. */
export type ActivationFate = Settlement | { kind: 'pending' }

export interface Job {
  id: string
  work: Work
  /** An earlier try began and nobody knows how it ended. */
  doubtful: boolean
  /** There will be no later try. */
  last: boolean
}

export interface OutboxState {
  depth: number
  oldestSeconds: number
  /** A job has used up its quick tries, or is older than it should get: people must look. */
  stuck: boolean
}

/**
 * What must be done even if this process dies: activations, and the notices that follow them, for a day at most. Each
 * method is one atomic step. Every method throws `Unavailable`.
 */
export interface Outbox {
  /**
   * Writes an activation down before it is first tried, which counts as a try. A flow has one at a time: where there is
   * one already, its caller holds on to that one as well.
   */
  begin(work: ActivationWork): Promise<void>
  /**
   * Lets go of an activation that this caller's try did not make; without other holders it is forgotten. False where a
   * worker has tried it, or settled it, meanwhile: then it takes its course.
   */
  withdraw(flow: string): Promise<boolean>
  /** Ends a flow's activation, and writes down its notices. The first end counts, or the first `done`: true where it is this one. */
  settle(flow: string, settlement: Settlement, notices: readonly NoticeWork[]): Promise<boolean>
  fate(flow: string): Promise<ActivationFate | undefined>
  /** At most so many jobs whose time has come; each goes to one caller, and to nobody else before its next wait is over. */
  claim(most: number): Promise<Job[]>
  /** Nothing came of the last try at a job, for certain: the next is as good as the first. */
  release(id: string): Promise<void>
  remove(id: string): Promise<void>
  state(): Promise<OutboxState>
}
