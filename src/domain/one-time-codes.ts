import { randomInt } from 'node:crypto'
import type { Channel, Check, CodeLedger, CodeSlot, CodeState, Courier, Issue, Mode } from '../ports.ts'
import { Unavailable } from '../ports.ts'
import type { KeyedHash } from './keyed-hash.ts'

const DIGITS = 6

export interface CodeRequest {
  flow: string
  channel: Channel
  destination: string
  mode: Mode
}

/** Proves that a member reads what is sent to an address or number, by a code good for one flow, channel and destination (OTP-8). */
export class OneTimeCodes {
  readonly #ledger: CodeLedger
  readonly #courier: Courier
  readonly #hash: KeyedHash

  constructor(ledger: CodeLedger, courier: Courier, hash: KeyedHash) {
    this.#ledger = ledger
    this.#courier = courier
    this.#hash = hash
  }

  /**
   * Sends a new code, unless it is too soon or the sends are used up. The send is reserved before the provider is called
   * and given back when the message certainly did not leave (OTP-17): then what the courier threw is thrown on. An SMS
   * whose fate is unknown counts as sent, since it may still arrive and costs money (REL-D5).
   */
  async send({ flow, channel, destination, mode }: CodeRequest): Promise<Issue> {
    const code = newCode()
    const slot = { flow, channel }
    const sealed = {
      destination: this.#hash.of('destination', channel, destination),
      mac: this.#hash.of(...sealedParts(slot, destination, code)),
    }
    const issue = await this.#ledger.issue(slot, sealed)
    if (issue.kind !== 'issued') return issue
    try {
      await this.#courier.code({ channel, destination, code, mode })
    } catch (error) {
      if (channel === 'sms' && error instanceof Unavailable) return issue
      await this.#ledger.withdraw(slot, sealed)
      throw error
    }
    return issue
  }

  /** Counts and judges one attempt; a right code is consumed by it. */
  check(slot: CodeSlot, destination: string, code: string): Promise<Check> {
    return this.#ledger.check(slot, this.#hash.all(...sealedParts(slot, destination, code)))
  }

  state(slot: CodeSlot): Promise<CodeState> {
    return this.#ledger.state(slot)
  }
}

/** Six digits, zeros kept (OTP-1). */
export function newCode(): string {
  return String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')
}

function sealedParts({ flow, channel }: CodeSlot, destination: string, code: string) {
  return ['v1', channel, flow, destination, code] as const
}
