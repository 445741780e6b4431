import { createLiveView, type LiveView } from '../../domain/live-view.ts'
import { PASSWORD_LENGTH } from '../../domain/passwords/password-rule.ts'
import type { Params } from '../../i18n/index.ts'
import type { Channel, Mode } from '../../ports/index.ts'
import type { Closer, Reading } from '../../ports/live-page.ts'
import { LIVE_WORDS } from '../../web/live-page/words.ts'
import { from } from '../../web/times.ts'
import { type CodeFacts, codeFacts } from './codes.ts'
import { type PageName, pageName } from './pages.ts'
import { previewOf } from './preview-address.ts'
import { onPageSince, type TrailLine, trailLines } from './trail.ts'

/** A sentence of the member's page, by the key of its copy. */
interface Said {
  key: string
  params: Params
}

interface Contact {
  masked: string
  proved: boolean
  /** The common domain that a rare one may have been meant to be. */
  like?: string | undefined
  /** Undefined if proved, or if no code was sent. */
  code: CodeFacts | undefined
}

/** What the agent sees; times are shown, everything else is a key of copy, a figure or a mask. */
export interface Screen {
  kind: 'open'
  page: PageName
  /** Where the member would go on, if they look back. */
  frontier: PageName | undefined
  mode: Mode
  said: readonly Said[]
  /** Names of the questions of the payment page. */
  questions: readonly string[]
  email: Contact | undefined
  phone: Contact | undefined
  lockedUntil: Date | undefined
  sessionUntil: Date
  openUntil: Date
  onPageSince: Date | undefined
  events: readonly TrailLine[]
  preview: string
}

/** `by` is missing if the page lapsed. `unreadable`: the record is not what our pages write, so nothing of it is shown. */
export type Shown = Screen | { kind: 'ended'; by: Closer | 'lapsed' } | { kind: 'unreadable' }

const View = createLiveView(LIVE_WORDS)

/** The screen for what was read at `now`, in milliseconds since 1970; only what the strict schemas know is in it (AG-2). */
export function screenOf(reading: Reading, now: number): Shown {
  if (reading.kind === 'ended') return { kind: 'ended', by: reading.by ?? 'lapsed' }
  const { success, data: view } = View.safeParse(reading.view)
  if (!success) return { kind: 'unreadable' }
  const contact = (found: LiveView['email'] | LiveView['phone'], channel: Channel): Contact | undefined =>
    found && { ...found, code: found.proved ? undefined : codeFacts(channel, reading.codes[channel], now) }
  return {
    kind: 'open',
    page: pageName(view.page),
    frontier: looksBack(view) ? pageName(view.frontier!) : undefined,
    mode: view.mode,
    said: saidOn(view, now),
    questions: (view.questions ?? []).map(name => `steps.payment.fields.${name}.name`),
    email: contact(view.email, 'email'),
    phone: contact(view.phone, 'sms'),
    lockedUntil: date(view.lockedUntil),
    sessionUntil: new Date(Math.min(view.idleEnd, view.absoluteEnd)),
    openUntil: new Date(view.openUntil),
    onPageSince: onPageSince(reading.happenings, view.page),
    events: trailLines(reading.happenings),
    preview: previewOf(view, reading.codes),
  }
}

function looksBack({ page, frontier }: LiveView): boolean {
  const at = LIVE_WORDS.steps.indexOf(page)
  return at >= 0 && frontier !== undefined && at < LIVE_WORDS.steps.indexOf(frontier)
}

/** The page's notice and errors. What was typed is not known, so the sentences leave it out. */
function saidOn({ notice, errors, lockedUntil, idleEnd, absoluteEnd }: LiveView, now: number): Said[] {
  const wait = moment(lockedUntil, now)
  const kept = moment(Math.min(idleEnd, absoluteEnd), now)
  const about = { ...wait, kept: kept.in, until: kept.time }
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

/** For a figure that the console does not have. */
const UNKNOWN = '…'

function moment(at: number | undefined, now: number): { in: Params[string]; time: Params[string] } {
  if (at === undefined) return { in: UNKNOWN, time: UNKNOWN }
  const { in: duration } = from(Math.max(0, (at - now) / 1000))
  return { in: duration, time: new Date(Math.ceil(at / 60_000) * 60_000) }
}

const date = (at: number | undefined) => (at === undefined ? undefined : new Date(at))
