import type { LiveView } from '../../../domain/live-view.ts'
import { PASSWORD_LENGTH } from '../../../domain/passwords/password-rule.ts'
import type { Params } from '../../../i18n/index.ts'
import { from } from '../../../web/times.ts'

export interface Said {
  key: string
  params: Params
}

/** The page's notice and errors. What was typed is not known, so the sentences leave it out. */
export function saidOn(
  { notice, errors, lockedUntil, retryFrom, idleEnd, absoluteEnd }: LiveView,
  now: number,
): Said[] {
  const wait = moment(lockedUntil ?? retryFrom, now)
  const kept = moment(Math.min(idleEnd, absoluteEnd), now)
  // The result of an action is shown with the session's remaining time, every other notice with the wait.
  const about = { ...(notice?.startsWith(DONE) ? kept : wait), kept: kept.in, until: kept.time }
  return [
    ...(notice ? [{ key: notice, params: about }] : []),
    ...errors.map(({ key, left, count, until }) => ({
      key,
      params: {
        left: left ?? '',
        count: count ?? PASSWORD_LENGTH.least,
        ...(until === undefined ? wait : moment(until, now)),
        read: '',
        sender: UNKNOWN,
      },
    })),
  ]
}

const DONE = 'notices.done.'
const UNKNOWN = '…'

function moment(at: number | undefined, now: number): { in: Params[string]; time: Params[string] } {
  if (at === undefined) return { in: UNKNOWN, time: UNKNOWN }
  const { in: duration } = from(Math.max(0, (at - now) / 1000))
  return { in: duration, time: new Date(Math.ceil(at / 60_000) * 60_000) }
}
