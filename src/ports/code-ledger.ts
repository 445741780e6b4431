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
  /**
   * Too soon: the last code still has its wait to run; `same`: it went to this very destination. `unsettled`: nobody has said
   * yet that it leaves, and it may be withdrawn or lapse: it is no answer to whoever asks for a code (OTP-17).
   */
  | { kind: 'wait'; seconds: number; same: boolean; unsettled?: true }
  /** Every send of this session is used up. */
  | { kind: 'exhausted'; seconds: number }

export type Check =
  | { kind: 'right' }
  | { kind: 'wrong'; left: number }
  /** A code that was replaced since, the last one or one before it. Costs no attempt. */
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
  /**
   * Stores a new code in the place of the live one and starts the wait, whatever the destination; or refuses and changes
   * nothing. Until it is kept, all that holds for `UNSETTLED_SECONDS` only; where the reply is lost it is withdrawn at once.
   * Called by `issueRunSettle` alone.
   */
  issue(slot: CodeSlot, code: SealedCode): Promise<Issue>
  /** The message is about to leave: its code stays. False where it has been undone meanwhile. */
  keep(slot: CodeSlot, code: SealedCode): Promise<boolean>
  /**
   * Counts the attempt, compares, and consumes the code when it is right. `macs`: the typed code under each valid key. Where
   * the reply is lost nothing was told, and a wrong attempt is given back; a right one is told as `used`.
   */
  check(slot: CodeSlot, macs: readonly string[]): Promise<Check>
  /**
   * Gives the send back: the message certainly did not leave. Wait, code, delivery and count of sends are as they were before
   * it, the code with its life and the tries made on it, less those made meanwhile (OTP-3, OTP-9, OTP-10).
   */
  withdraw(slot: CodeSlot, code: SealedCode): Promise<void>
  /**
   * Notes what became of a dispatch, once and only of the last one: which way it went, or undefined where that is no news.
   * A code that reached nobody ends the wait for the next.
   */
  report(slot: CodeSlot, id: string, fate: Fate): Promise<Via | undefined>
  state(slot: CodeSlot): Promise<CodeState>
}
