import type { Limits } from '../config/limits.ts'
import type { Bucket, Channel, Check } from '../ports.ts'
import type { Holder, LiveFlows } from './live-flows.ts'

const DAY = 86_400
const MONTH = 30 * DAY

export type CodeAttempt =
  | { kind: 'open'; settle(check: Check): Promise<void> }
  | { kind: 'limited'; seconds: number }
  | { kind: 'elsewhere' }

export type CodeGuesses = (holder: Holder & { channel: Channel }) => Promise<CodeAttempt>

/**
 * Wrong codes of one member on one channel, in whatever session and after however many new codes (OTP-4). Counted as wrong
 * before it is judged, so that parallel guesses cannot slip through; a right one forgets them all.
 */
export function codeGuesses(flows: LiveFlows, { perDay, inARow }: Limits['send']['wrongCodes']): CodeGuesses {
  return async holder => {
    const { channel, member } = holder
    const bucket: Bucket = {
      key: `codes:${channel}:${member}`,
      windows: [
        [perDay, DAY],
        [inARow, MONTH],
      ],
    }
    const taken = await flows.take(holder, [bucket])
    if (!taken.allowed)
      return taken.elsewhere ? { kind: 'elsewhere' } : { kind: 'limited', seconds: taken.retryAfterSeconds }
    return {
      kind: 'open',
      async settle(check) {
        if (check.kind === 'right') await taken.release({ clear: [bucket.key] })
        else if (!wasJudged(check)) await taken.release({ back: [bucket.key] })
      },
    }
  }
}

/** Whether a live code was compared with what was typed, and differed. */
function wasJudged(check: Check): boolean {
  return check.kind === 'wrong' || check.kind === 'replaced' || (check.kind === 'locked' && check.judged === true)
}
