import type { Channel } from './channel.ts'
import type { Dispatch, Fate, Via } from './delivery.ts'

/** One-time codes have one place per flow and channel: a new code always replaces the one before. */
export interface CodeSlot {
  /** 128-bit id of this member's passage through the wizard. */
  flow: string
  channel: Channel
}

/** What is kept of a code: keyed hashes, from which neither code nor destination can be read. */
export interface SealedCode {
  destination: string
  mac: string
  /** Where the provider tells how the delivery went. */
  dispatch?: Dispatch
}

export type Issue =
  | { kind: 'issued' }
  /** Too soon: the last code to this destination still has its wait to run. */
  | { kind: 'wait'; seconds: number }
  /** Every send of this session is used up. */
  | { kind: 'exhausted'; seconds: number }

export type Check =
  | { kind: 'right' }
  | { kind: 'wrong'; left: number }
  /** The code before the last one: right once, replaced since. Costs an attempt. */
  | { kind: 'replaced'; left: number }
  /** The last attempt is spent, `judged` by this very one; the code is dead. `seconds` until another may be asked for. */
  | { kind: 'locked'; seconds: number; judged?: true }
  /** This very code was accepted already. */
  | { kind: 'used' }
  | { kind: 'expired' }

export interface CodeState {
  /** Life left in the live code; 0 when there is none. */
  liveSeconds: number
  /** Until a new code may be asked for. */
  waitSeconds: number
  sendsLeft: number
  /** How the last code went out, and what became of it as far as its provider has told. */
  delivery?: { via: Via; fate?: Fate }
}

/** Where codes are kept and counted. Each method is one atomic step, whatever runs in parallel (OTP-5). */
export interface CodeLedger {
  /** Stores a new code in the place of the live one and starts the wait; or refuses and changes nothing. */
  issue(slot: CodeSlot, code: SealedCode): Promise<Issue>
  /** Counts the attempt, compares, and consumes the code when it is right. `macs`: the typed code under each valid key. */
  check(slot: CodeSlot, macs: readonly string[]): Promise<Check>
  /**
   * Gives the send back: the message certainly did not leave. The code that this one replaced, to the same destination, is
   * live again for what is left of its life, less the tries made meanwhile (OTP-3, OTP-9).
   */
  withdraw(slot: CodeSlot, code: SealedCode): Promise<void>
  /**
   * Notes what became of a dispatch, once and only of the last one: which way it went, or undefined where that is no news.
   * A code that reached nobody ends the wait for the next.
   */
  report(slot: CodeSlot, id: string, fate: Fate): Promise<Via | undefined>
  state(slot: CodeSlot): Promise<CodeState>
}
