import type { Channel } from './channel.ts'
import type { Dispatch, Fate, Via } from './delivery.ts'

/** There is one code per flow and channel; a new one replaces it. */
export interface CodeSlot {
  /** 128-bit id of the member's flow. */
  flow: string
  channel: Channel
}

/** Keyed hashes; neither code nor destination can be read from them. */
export interface SealedCode {
  destination: string
  mac: string
  dispatch?: Dispatch
}

export type Issue =
  | { kind: 'issued' }
  /**
   * The wait after the last code is still running; `same`: it went to this destination. `unsettled`: its send has not been
   * confirmed and may be undone, so this is not a final answer (OTP-17).
   */
  | { kind: 'wait'; seconds: number; same: boolean; unsettled?: true }
  | { kind: 'exhausted'; seconds: number }

export type Check =
  | { kind: 'right' }
  | { kind: 'wrong'; left: number }
  /** A code that has been replaced since. Costs no attempt. */
  | { kind: 'replaced'; left: number }
  /**
   * No attempt is left and the code is dead; `judged` if this attempt was the last. `seconds` until another code may be asked
   * for.
   */
  | { kind: 'locked'; seconds: number; judged?: true }
  | { kind: 'used' }
  | { kind: 'expired' }

export interface CodeState {
  liveSeconds: number
  waitSeconds: number
  sendsLeft: number
  delivery?: { via: Via; fate?: Fate }
}

/** Stores and counts codes. Every method is atomic (OTP-5). */
export interface CodeLedger {
  /**
   * Stores a new code and starts the wait, or refuses and changes nothing. Lapses after `UNSETTLED_SECONDS` unless kept;
   * undone at once if the reply is lost. Only `issueRunSettle` calls it.
   */
  issue(slot: CodeSlot, code: SealedCode): Promise<Issue>
  /** Keeps the code: its message is about to leave. False if it was undone. */
  keep(slot: CodeSlot, code: SealedCode): Promise<boolean>
  /**
   * Counts the attempt and consumes a right code. `macs`: the typed code under each valid key. If the reply is lost, a wrong
   * attempt is given back and a right one answers `used` later.
   */
  check(slot: CodeSlot, macs: readonly string[]): Promise<Check>
  /**
   * Undoes a send that certainly did not leave: wait, code, delivery and count are restored; tries made since are subtracted
   * from the restored code (OTP-3, OTP-9, OTP-10).
   */
  withdraw(slot: CodeSlot, code: SealedCode): Promise<void>
  /**
   * Stores the final status of the last dispatch, once. Returns its way; undefined if nothing changed. A code that reached
   * nobody ends the wait.
   */
  report(slot: CodeSlot, id: string, fate: Fate): Promise<Via | undefined>
  state(slot: CodeSlot): Promise<CodeState>
}
