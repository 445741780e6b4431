import type { LiveView } from '../../domain/live-view.ts'
import type { Duration } from '../../i18n/duration.ts'
import { activation } from '../../journey.ts'
import type { Channel, CodeState } from '../../ports/index.ts'
import { LIVE_WORDS } from '../../web/live-page/words.ts'
import { situationOfError } from './by-error.ts'
import { BY_FATE, BY_NOTICE, BY_PAGE, situationOfCode } from './by-state.ts'
import type { Situation } from './spoken.ts'

export interface Figures {
  time?: Date
  left?: number
  minutes?: Duration
  domain?: string
}

export interface Line {
  situation: Situation
  figures: Figures
}

export interface Seen {
  view: LiveView
  codes: Record<Channel, CodeState>
  /** Milliseconds since 1970. */
  now: number
}

const MOST_LINES = 3
/** Later than that the hour alone could be tomorrow's. */
const TODAY_MS = 12 * 60 * 60 * 1000
const ENDS: ReadonlySet<Situation> = new Set(['done', 'finishing', 'already-active', 'erased'])
const LOCKS: ReadonlySet<Situation> = new Set(['closed', 'busy-network', 'code-locked', 'code-wait'])
const OUTAGES: ReadonlySet<Situation> = new Set([
  ...(['service-down', 'sending-paused', 'send-failed'] as const),
  ...(['page-error', 'page-reopen', 'page-elsewhere'] as const),
])

/** What to say, one to three lines, the most urgent first: end, lock, outage, undelivered, wrong, step. */
export function situationsOf(seen: Seen, warningSeconds: number): Line[] {
  const said = [onPage(seen), ofNotice(seen), ...ofErrors(seen)].filter(line => line !== undefined)
  const among = (kind: ReadonlySet<Situation>) => said.filter(({ situation }) => kind.has(situation))
  const [final = []] = [among(ENDS), among(LOCKS), among(OUTAGES)].filter(lines => lines.length > 0)
  if (final.length > 0) return first(final.map(line => timed(line, seen)))
  const wrong = [...undelivered(seen), ...said]
  return first([...soonOver(seen, warningSeconds), ...(wrong.length > 0 ? wrong : ofStep(seen)), ...beside(seen)])
}

function first(lines: readonly Line[]): Line[] {
  const distinct = lines.filter(({ situation }, at) => lines.findIndex(each => each.situation === situation) === at)
  return distinct.slice(0, MOST_LINES)
}

function onPage({ view: { page } }: Seen): Line | undefined {
  const situation = BY_PAGE[page]
  return situation && { situation, figures: {} }
}

/** A limit or an outage of a step has a notice, or an error; if it has neither, the status says what it is. */
function ofNotice({ view: { notice, status, errors } }: Seen): Line | undefined {
  const bare = errors.length === 0 ? BY_STATUS[status] : undefined
  const situation = BY_NOTICE[(notice ?? '').replace('notices.', '')] ?? bare
  return !situation || situation === 'step' ? undefined : { situation, figures: {} }
}

const BY_STATUS: Readonly<Record<string, Situation>> = { 429: 'closed', 503: 'service-down' }

function ofErrors({ view: { errors } }: Seen): Line[] {
  return errors.flatMap(({ key, left, until }) => {
    const situation = situationOfError(key)
    const figures = { ...(left !== undefined && { left }), ...(until !== undefined && { time: wholeMinute(until) }) }
    return situation ? [{ situation, figures }] : []
  })
}

/** A lock with the time until which it lasts; if the time is not known or not today's, the page says it. */
function timed({ situation, figures }: Line, { view, codes, now }: Seen): Line {
  const isOfCode = situation === 'code-locked' || situation === 'code-wait'
  if (situation !== 'closed' && !isOfCode) return { situation, figures }
  const { waitSeconds } = codes[channelOf(view.page)]
  const waits = isOfCode && waitSeconds > 0 ? now + waitSeconds * 1000 : undefined
  const until = figures.time?.getTime() ?? view.lockedUntil ?? waits
  if (until === undefined || until - now > TODAY_MS)
    return { situation: isOfCode ? 'code-none' : 'closed-later', figures: {} }
  return { situation, figures: { time: wholeMinute(until) } }
}

function undelivered({ view: { page, phone, ways = [] }, codes }: Seen): Line[] {
  const { delivery } = codes.sms
  if (!delivery?.fate || phone?.proved || !['mobile', 'mobile-code'].includes(page)) return []
  const situation = BY_FATE[delivery.via][delivery.fate]
  if (!situation) return []
  const offersCall = situation !== 'number-undelivered' || ways.includes('voice')
  return [{ situation: offersCall ? situation : 'number-to-check', figures: {} }]
}

function ofStep({ view, codes, now }: Seen): Line[] {
  const { page, questions = [] } = view
  if (looksBack(view) && SHOWN_EMPTY.has(page)) return []
  if (page === 'payment') return questions.map(name => ({ situation: OF_QUESTION[name]!, figures: {} }))
  if (!LIVE_WORDS.codePages.includes(page)) return [{ situation: page as Situation, figures: {} }]
  const channel = channelOf(page)
  const contact = channel === 'sms' ? view.phone : view.email
  if (contact?.proved) return [{ situation: 'proved', figures: {} }]
  const situation = situationOfCode(channel, codes[channel])
  return [
    {
      situation,
      figures: situation === 'code-soon' ? { time: wholeMinute(now + codes[channel].waitSeconds * 1000) } : {},
    },
  ]
}

const OF_QUESTION: Readonly<Record<string, Situation>> = {
  bankAccountLast8: 'bank-account',
  civilStatusNumber: 'civil-status',
  employerId: 'payroll-number',
  registrationNumber: 'member-number',
}

/** A press on the page prolongs the idle time, but not the session's absolute end. */
function soonOver({ view: { idleEnd, absoluteEnd }, now }: Seen, warningSeconds: number): Line[] {
  if (idleEnd >= absoluteEnd || idleEnd - now > warningSeconds * 1000) return []
  return [{ situation: 'soon-over', figures: { time: new Date(idleEnd) } }]
}

function beside({ view }: Seen): Line[] {
  const { page, email } = view
  const back: Situation = SHOWN_EMPTY.has(page) ? 'looks-back-empty' : 'looks-back'
  const isOfEmail = page === 'email' || page === 'email-code'
  return [
    ...(isOfEmail && email?.like && !email.proved
      ? [{ situation: 'email-like' as const, figures: { domain: email.like } }]
      : []),
    ...(looksBack(view) ? [{ situation: back, figures: {} }] : []),
  ]
}

const SHOWN_EMPTY: ReadonlySet<string> = new Set(
  activation.steps.filter(({ recall, resend }) => !recall && !resend).map(({ slug }) => slug),
)

export function looksBack({ page, frontier }: LiveView): boolean {
  const at = LIVE_WORDS.steps.indexOf(page)
  return at >= 0 && frontier !== undefined && at < LIVE_WORDS.steps.indexOf(frontier)
}

const channelOf = (page: string): Channel => (page.startsWith('mobile') ? 'sms' : 'email')
/** The next whole minute, never too early. */
export const wholeMinute = (at: number): Date => new Date(Math.ceil(at / 60_000) * 60_000)
