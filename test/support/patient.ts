import { setTimeout as sleep } from 'node:timers/promises'
import { placeOf } from '../../src/domain/sessions/session-id.ts'
import { answersOf, contactsOf, PATHS, type PagePath } from './journey.ts'
import type { Page } from './member.ts'
import type { surroundings } from './surroundings.ts'

type Around = Awaited<ReturnType<typeof surroundings>>

const PAUSE_MS = 200
const PATIENCE_MS = 75_000

/** What one member went through until their account was active. */
export interface Walk {
  finished: boolean
  /** Answers that asked to come back later. */
  unavailable: number
  /** The first of them: when to come back, or why there was no answer. */
  firstRefusal?: string
  /** Codes asked for again. */
  newCodes: number
  /** Times that the session was gone, and the journey began anew. */
  begunAnew: number
  /** Times that a try was counted as a guess, since the outage came before it could be given back (ID-4). */
  slowedDown: number
  /** Pages shown that nothing they had answered in this session could have led to. */
  granted: string[]
  /** Until the slowest of the answers that asked to come back later. */
  slowestRefusalMs: number
}

const ENDS = ['termine', 'compte-actif']

/**
 * A new member walks to the end with right answers: comes back after each 503, follows wherever the service leads, asks anew
 * for codes that fail; thinks for `thinkMs` at each page, and gives up after 75 s.
 */
export async function walkPatiently(around: Around, thinkMs = 0): Promise<Walk> {
  const [member, file] = [around.member(), around.enrol()]
  const walk: Walk = {
    finished: false,
    unavailable: 0,
    newCodes: 0,
    begunAnew: 0,
    slowedDown: 0,
    granted: [],
    slowestRefusalMs: 0,
  }
  const { email } = contactsOf(file)
  // A message may still be on its way. An empty code is refused, and then a new one asked for.
  const codeFor = async (to: string) => lastCode(around, to) || (await sleep(1000)) || lastCode(around, to)
  const answers = answersOf(file, codeFor)
  let path = ''
  // A failover can hide a session for a moment: the member is sent to the start, and later back to where they were.
  const answeredIn = new Map<string, Set<PagePath>>()
  const end = performance.now() + PATIENCE_MS
  while (!walk.finished && performance.now() < end) {
    const page = await tried(() => member.get(path))
    if (page?.status === 303) path = page.path
    if (page?.status !== 200) continue
    await sleep(thinkMs)
    if (ENDS.includes(path)) {
      walk.finished = true
      if (!around.farEnds.memberData.accounts.find(email)) walk.granted.push(`${path} without an account`)
    } else if (path === '') await start()
    else if (isStep(path)) await answer(path)
    else await sleep(PAUSE_MS)
  }
  return walk

  async function start(): Promise<void> {
    if (answeredIn.size > 0) walk.begunAnew++
    const page = await tried(() => member.post(''))
    if (page) path = page.path
  }

  async function answer(here: PagePath): Promise<void> {
    const skipped = PATHS.slice(0, PATHS.indexOf(here)).find(before => !answered().has(before))
    if (skipped) walk.granted.push(`${here} without ${skipped}`)
    const fields = await answers[here]()
    if (here !== PATHS[0]) answered().add(here)
    const page = await tried(() => member.post(here, fields))
    // The first answer opens the session.
    if (page?.status === 303) answered().add(here)
    if (page?.status === 303) path = page.path
    else if (here.endsWith('-code') && (page?.status === 422 || page?.status === 429)) await askAnew(here)
    else if (page?.status === 429) {
      walk.slowedDown++
      await sleep(Number(page.headers.get('retry-after')) * 1000)
    } else if (page) throw new Error(`${here} answered ${page.status}: ${page.html.slice(0, 600)}`)
  }

  /** What was answered in the session whose cookie the browser has. */
  function answered(): Set<PagePath> {
    const [, sid = ''] = /(?:^|; )sid=s%3A([^.]+)/.exec(member.cookies) ?? []
    const place = placeOf(sid)
    if (!answeredIn.has(place)) answeredIn.set(place, new Set())
    return answeredIn.get(place)!
  }

  async function askAnew(here: PagePath): Promise<void> {
    walk.newCodes++
    const page = await tried(() => member.post(`${here}/renvoyer`))
    if (page?.status === 429) await sleep(1000)
    else if (page?.status === 303) path = page.path
  }

  /** The answer; undefined, after a pause, if the service does not answer or answers 503. */
  async function tried(send: () => Promise<Page>): Promise<Page | undefined> {
    const from = performance.now()
    const page = await send().catch(error => {
      walk.firstRefusal ??= `/${path}: ${Object(error).cause ?? error}`
      return undefined
    })
    if (page && page.status !== 503) return page
    walk.firstRefusal ??= `/${path}: come back after ${page?.headers.get('retry-after')} s`
    walk.unavailable++
    walk.slowestRefusalMs = Math.max(walk.slowestRefusalMs, Math.round(performance.now() - from))
    await sleep(PAUSE_MS)
    return undefined
  }
}

const isStep = (path: string): path is PagePath => PATHS.includes(path as PagePath)

/** The code of the last message to an address or number; empty if there is none. */
function lastCode({ farEnds: { smtp, twilio } }: Around, to: string): string {
  const mail = smtp.mails.all.findLast(({ envelope }) => envelope.to.includes(to))?.text
  const text = mail ?? twilio.texts.all.findLast(text => text.to === to)?.body
  return /\b\d{6}\b/.exec(text ?? '')?.[0] ?? ''
}
