import type { Channel } from './channel.ts'
import type { Dispatch, Fate, Via } from './delivery.ts'
import type { Act } from './limits.ts'

/** There is one code per flow and channel; a new one replaces it. */
export interface CodeSlot {
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
  /** `same`: the last code went to this destination. `unsettled`: its send may be undone, so this may change. */
  | { kind: 'wait'; seconds: number; same: boolean; unsettled?: true }
  | { kind: 'exhausted'; seconds: number }

export type Check =
  | { kind: 'right' }
  | { kind: 'wrong'; left: number }
  /** A code that has been replaced since. Costs no attempt. */
  | { kind: 'replaced'; left: number }
  /** No attempt is left; `judged` if this one was the last. `seconds` until another code may be asked for. */
  | { kind: 'locked'; seconds: number; judged?: true }
  | { kind: 'used' }
  | { kind: 'expired' }

export interface CodeState {
  liveSeconds: number
  waitSeconds: number
  sendsLeft: number
  /** Of the live code; 0 if there is none. */
  triesLeft: number
  /** Since the last code was issued, also if it is used or locked; missing once it would have expired. */
  issuedAgoSeconds?: number
  delivery?: { via: Via; fate?: Fate }
}

/** Stores and counts codes. Every method is atomic (OTP-5). */
export interface CodeLedger {
  /** `issue`, `keep` and `check` beside the takes that guard them. A code that is issued comes out right. */
  issuing(slot: CodeSlot, code: SealedCode): Act<Issue>
  keeping(slot: CodeSlot, code: SealedCode): Act<boolean>
  /** Wrong is what was compared and counted against the code. */
  checking(slot: CodeSlot, macs: readonly string[]): Act<Check>
  /** Lapses after `UNSETTLED_SECONDS` unless kept, at once if the reply is lost. */
  issue(slot: CodeSlot, code: SealedCode): Promise<Issue>
  /** Keeps the code: its message is about to leave. False if it was undone. */
  keep(slot: CodeSlot, code: SealedCode): Promise<boolean>
  /** `macs`: the typed code under each valid key. A lost reply gives a wrong try back; a right code is `used` then. */
  check(slot: CodeSlot, macs: readonly string[]): Promise<Check>
  /** Restores wait, code and count as if nothing was sent, less the tries made since (OTP-3, OTP-9, OTP-10). */
  withdraw(slot: CodeSlot, code: SealedCode): Promise<void>
  /** Returns how the code was sent; undefined if nothing changed. A code that reached nobody ends the wait. */
  report(slot: CodeSlot, id: string, fate: Fate): Promise<Via | undefined>
  state(slot: CodeSlot): Promise<CodeState>
}
