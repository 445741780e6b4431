import type { Limits } from '../../config/limits/index.ts'
import type { Act, Bucket, Channel, Check } from '../../ports/index.ts'
import type { ActiveSession, Holder } from '../identity/active-session.ts'
import type { SharedContacts } from './shared-contacts.ts'

const DAY = 86_400
const MONTH = 30 * DAY

export type CodeAttempt = Check | { kind: 'limited'; seconds: number; closed: boolean } | { kind: 'elsewhere' }

export type CodeAttempts = (
  holder: Holder & { channel: Channel; destination: string },
  check: Act<Check>,
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
    // A right code is consumed: it proves the contact even if that is not settled.
    const ran = await active.takeActSettle(holder, [bucket, serves], check, {
      right: { keep: [serves.key], clear: [bucket.key] },
      wrong: { keep: [bucket.key] },
      none: {},
    })
    if (ran.allowed) return check.result!
    if (ran.elsewhere) return { kind: 'elsewhere' }
    return { kind: 'limited', seconds: ran.retryAfterSeconds, closed: !ran.unsettled }
  }
}
