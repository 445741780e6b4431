import type { CodeState } from '../../../ports/index.ts'
import type { Preview } from './words.ts'

export const SAMPLE_SECONDS = 180
export const HIDDEN = '••••'
export const ANSWERS: Record<string, object> = { email: { address: HIDDEN }, mobile: { number: HIDDEN } }
/** As a member finds the page of a code first. */
export const JUST_SENT = { liveSeconds: 599, waitSeconds: 120, sendsLeft: 4, triesLeft: 5, issuedAgoSeconds: 1 }
export const CODE_STATES: Record<Preview['code'], CodeState> = {
  live: JUST_SENT,
  again: { ...JUST_SENT, waitSeconds: 0 },
  none: { liveSeconds: 0, waitSeconds: 0, sendsLeft: 2, triesLeft: 0 },
  wait: { ...JUST_SENT, liveSeconds: 0, triesLeft: 0 },
  spent: { liveSeconds: 0, waitSeconds: 4000, sendsLeft: 0, triesLeft: 0 },
  proved: JUST_SENT,
}
