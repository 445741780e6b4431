import type { Limits } from '../../config/limits/index.ts'
import type { Bucket, Channel, Check } from '../../ports/index.ts'
import type { ActiveSession, Holder } from '../identity/active-session.ts'
import { unlessUnavailable } from '../unless-unavailable.ts'
import type { SharedContacts } from './shared-contacts.ts'

const DAY = 86_400
const MONTH = 30 * DAY

export type CodeAttempt = Check | { kind: 'limited'; seconds: number; closed: boolean } | { kind: 'elsewhere' }

export type CodeAttempts = (
  holder: Holder & { channel: Channel; destination: string },
  check: () => Promise<Check>,
) => Promise<CodeAttempt>

/** Counts a code as wrong before it is checked (OTP-4), so that parallel guesses cannot exceed the limit. */
export function createCodeAttempts(
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
        // A right code is consumed: it proves the contact even if this write fails.
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

function wasJudged(check: Check): boolean {
  return check.kind === 'wrong' || (check.kind === 'locked' && check.judged === true)
}
