import type { Limits } from '../config/limits.ts'
import type { Bucket, Channel, Check } from '../ports.ts'
import type { Holder, LiveFlows } from './live-flows.ts'

const DAY = 86_400
const MONTH = 30 * DAY

export type CodeAttempt = Check | { kind: 'limited'; seconds: number } | { kind: 'elsewhere' }

/** What `check` found of one attempt, unless no more may be made. */
export type CodeGuesses = (holder: Holder & { channel: Channel }, check: () => Promise<Check>) => Promise<CodeAttempt>

/**
 * Wrong codes of one member on one channel, in whatever session and after however many new codes (OTP-4). Counted as wrong
 * before it is judged, so that parallel guesses cannot slip through; a right one forgets them all.
 */
export function codeGuesses(flows: LiveFlows, { perDay, inARow }: Limits['send']['wrongCodes']): CodeGuesses {
  return async (holder, check) => {
    const { channel, member } = holder
    const bucket: Bucket = {
      key: `codes:${channel}:${member}`,
      windows: [
        [perDay, DAY],
        [inARow, MONTH],
      ],
    }
    const ran = await flows.takeRunSettle(holder, [bucket], check, found => {
      if (found.kind === 'right') return { clear: [bucket.key] }
      return wasJudged(found) ? { keep: [bucket.key] } : {}
    })
    if (ran.allowed) return ran.result
    return ran.elsewhere ? { kind: 'elsewhere' } : { kind: 'limited', seconds: ran.retryAfterSeconds }
  }
}

/** Whether a live code was compared with what was typed, and differed. */
function wasJudged(check: Check): boolean {
  return check.kind === 'wrong' || check.kind === 'replaced' || (check.kind === 'locked' && check.judged === true)
}
