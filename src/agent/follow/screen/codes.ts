import type { Channel, CodeState, Fate, Via } from '../../../ports/index.ts'
import { wholeMinute } from '../../guide/situations.ts'

/** What is shown of a contact's code; no more than the member's own code page shows, except that a message was delivered. */
export interface CodeFacts {
  via: Via | undefined
  fate: Fate | undefined
  sent: Date | undefined
  validUntil: Date | undefined
  /** Undefined if a new code may be asked for now. */
  nextFrom: Date | undefined
  nextTime: Date | undefined
  sendsLeft: number
}

/** Undefined if no code was sent that matters yet. `at`: when the state was read, in milliseconds since 1970. */
export function codeFacts(channel: Channel, state: CodeState, at: number): CodeFacts | undefined {
  const { liveSeconds, waitSeconds, sendsLeft, issuedAgoSeconds, delivery } = state
  if (liveSeconds === 0 && waitSeconds === 0 && issuedAgoSeconds === undefined && !delivery) return undefined
  const after = (seconds: number) => new Date(at + seconds * 1000)
  return {
    via: channel === 'sms' ? (delivery?.via ?? 'sms') : undefined,
    fate: delivery?.fate,
    sent: issuedAgoSeconds === undefined ? undefined : after(-issuedAgoSeconds),
    validUntil: liveSeconds > 0 ? after(liveSeconds) : undefined,
    nextFrom: waitSeconds > 0 ? after(waitSeconds) : undefined,
    // As on the member's page: the next whole minute, never too early.
    nextTime: waitSeconds > 0 ? wholeMinute(at + waitSeconds * 1000) : undefined,
    sendsLeft,
  }
}
