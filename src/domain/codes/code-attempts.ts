import type { Limits } from '../../config/limits/index.ts'
import type { Bucket, Channel, Check } from '../../ports/index.ts'
import type { ActiveSession, Holder } from '../identity/active-session.ts'
import { unlessUnavailable } from '../unless-unavailable.ts'
import type { SharedContacts } from './shared-contacts.ts'

const DAY = 86_400
const MONTH = 30 * DAY

export type CodeAttempt = Check | { kind: 'limited'; seconds: number; closed: boolean } | { kind: 'elsewhere' }

/** What `check` found of one attempt, unless no more may be made. */
export type CodeAttempts = (
  holder: Holder & { channel: Channel; destination: string },
  check: () => Promise<Check>,
) => Promise<CodeAttempt>

/**
 * Wrong codes of one member on one channel, in whatever session and after however many new codes (OTP-4). Counted as wrong
 * before it is judged, so that parallel guesses cannot slip through; a right one forgets them all, and notes that the contact
 * serves this member (OTP-18).
 */
export function codeAttempts(
  active: ActiveSession,
  { perDay, inARow }: Limits['send']['wrongCodes'],
  shared: SharedContacts,
): CodeAttempts {
  return async (holder, check) => {
    const { channel, member } = holder
    const bucket: Bucket = {
      key: `codes:${channel}:${member}`,
      windows: [
        [perDay, DAY],
        [inARow, MONTH],
      ],
    }
    const serves: Bucket = { ...shared(holder), soft: true }
    const ran = await active.takeRunSettle(
      holder,
      [bucket, serves],
      async ({ settle }) => {
        const found = await check()
        // A right code is spent: it proves the contact even where this cannot be written down.
        if (found.kind === 'right') await settle({ keep: [serves.key], clear: [bucket.key] }).catch(unlessUnavailable)
        return found
      },
      found => (found.kind === 'right' ? undefined : wasJudged(found) ? { keep: [bucket.key] } : {}),
    )
    if (ran.allowed) return ran.result
    if (ran.elsewhere) return { kind: 'elsewhere' }
    return { kind: 'limited', seconds: ran.retryAfterSeconds, closed: !ran.unsettled }
  }
}

/** Whether a live code was compared with what was typed, and differed. */
function wasJudged(check: Check): boolean {
  return check.kind === 'wrong' || (check.kind === 'locked' && check.judged === true)
}
