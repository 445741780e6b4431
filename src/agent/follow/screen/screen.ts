import { createLiveView, type LiveView } from '../../../domain/live-view.ts'
import type { Channel, Mode } from '../../../ports/index.ts'
import type { OpenReading } from '../../../ports/live-page.ts'
import { LIVE_WORDS } from '../../../web/live-page/words.ts'
import { type Line, looksBack, situationsOf } from '../../guide/situations.ts'
import { previewOf } from '../preview/address.ts'
import { type CodeFacts, codeFacts } from './codes.ts'
import { newsIn } from './news.ts'
import { type PageName, pageName } from './pages.ts'
import { type Said, saidOn } from './said.ts'
import { onPageSince, type TrailLine, trailLines } from './trail.ts'

interface Contact {
  masked: string
  proved: boolean
  /** The common domain that a rare one may have been meant to be. */
  like?: string | undefined
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
  questions: readonly string[]
  email: Contact | undefined
  phone: Contact | undefined
  lockedUntil: Date | undefined
  sessionUntil: Date
  openUntil: Date
  onPageSince: Date | undefined
  events: readonly TrailLine[]
  preview: string
  lines: readonly Line[]
  sheet: string | undefined
}

/** `unreadable`: the record is not what our pages write, so nothing of it is shown. */
export type Shown = Screen | { kind: 'unreadable' }

const View = createLiveView(LIVE_WORDS)

/** The screen for what was read at `now`, in milliseconds since 1970, `warningSeconds` before an idle end counts; only what the strict schemas know is in it (AG-2). */
export function screenOf(reading: OpenReading, now: number, warningSeconds = 0): Shown {
  const { success, data: view } = View.safeParse(reading.view)
  if (!success) return { kind: 'unreadable' }
  const news = newsIn(reading.happenings)
  const lines = situationsOf({ view, codes: reading.codes, now }, warningSeconds)
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
    lockedUntil: lines.some(({ situation }) => CLOSED.has(situation)) ? date(view.lockedUntil) : undefined,
    sessionUntil: new Date(Math.min(view.idleEnd, view.absoluteEnd)),
    openUntil: new Date(view.openUntil),
    onPageSince: onPageSince(news, view.page),
    events: trailLines(news),
    preview: previewOf(view, reading.codes),
    lines,
    sheet: LIVE_WORDS.steps.includes(view.page) ? view.page : undefined,
  }
}

const CLOSED: ReadonlySet<string> = new Set(['closed', 'closed-later', 'busy-network'])

const date = (at: number | undefined) => (at === undefined ? undefined : new Date(at))
