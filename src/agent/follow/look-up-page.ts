import type { Request, Response } from 'express'
import { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import { GROUNDS } from '../../observability/audit.ts'
import { Unavailable } from '../../ports/index.ts'
import { HttpError } from '../../web/http-error.ts'
import { saveSession } from '../../web/middleware/session.ts'
import { from, fromMinute, type Moment, retryAfter } from '../../web/times.ts'
import type { ConsoleContext } from '../context.ts'
import { createSay, createSayAll } from '../guide/say.ts'
import { SPOKEN_LANGUAGES } from '../guide/spoken.ts'
import { voiceOf } from '../guide/voice.ts'
import { subjectOf } from '../session.ts'
import type { Pages } from './following.ts'
import { createLookUp } from './look-up.ts'
import { type Ground, readLookUp } from './reference.ts'

interface Shown {
  typed?: string | undefined
  chosen?: Ground | undefined
  error?: 'required' | 'format' | 'unknown' | 'limit' | 'unavailable'
  status?: number
  wait?: Moment
}

/** `/`: an agent types the reference that a caller reads out, and why they follow. */
export function lookUpPage(web: ConsoleContext, pages: Pages) {
  const { config, copies, followed, limiter, alarm, agents, showPage } = web
  const say = createSayAll(createSay(copies, config))
  const secure = config.AGENT_PUBLIC_URL.protocol === 'https:'
  const hash = new KeyedHash(config.AGENT_SESSION_KEYS, 'follower')
  const nameOf = (agent: string) => hash.of(agent)
  const lookUp = createLookUp({ followed, limiter, limits: config.limits.assistance, nameOf, alarm: alarmOf })
  return { show: (req: Request, res: Response) => show(req, res, {}), submit }

  async function submit(req: Request, res: Response): Promise<void> {
    const read = readLookUp(req.typed)
    if (read === 'malformed') throw new HttpError(400, 'badRequest')
    const typed = { typed: req.typed['reference'], chosen: req.typed['ground'] as Ground }
    if ('error' in read) return show(req, res, { ...typed, error: read.error, status: 422 })
    const { reference, ground } = read
    const { account } = req.session.agent!
    const agent = subjectOf(account)
    const as = nameOf(agent)
    const found = await lookUp(agent, reference).catch(asUnavailable)
    if (found instanceof Unavailable) {
      const wait = from(found.retryAfterSeconds)
      return show(req, res, { ...typed, error: 'unavailable', status: 503, wait })
    }
    agents.count(as, found.kind === 'found' ? 'followed' : found.kind, account)
    if (found.kind === 'limited') {
      req.audit('agent_refused', 'misses', { reference, ground })
      return show(req, res, { ...typed, error: 'limit', status: 429, wait: fromMinute(found.seconds) })
    }
    if (found.kind === 'unknown') {
      req.audit('agent_refused', 'unknown-id', { reference, ground })
      return show(req, res, { ...typed, error: 'unknown', status: 422 })
    }
    const { page, since, instead } = found
    const { following } = req.session
    if (following && following.page !== page) await pages.leave(following, req.audit)
    req.session.following = { page, as, reference, since, tookOver: instead }
    await saveSession(req)
    req.audit('agent_followed', undefined, { page, reference, ground })
    res.redirect(303, '/suivi')
  }

  function alarmOf(name: string, raised: boolean, agent: string): void {
    alarm(name, raised)
    if (raised) agents.count(nameOf(agent), 'alarmed')
  }

  function show(req: Request, res: Response, { status = 200, wait, chosen = 'call', ...shown }: Shown): void {
    if (wait) retryAfter(res, wait)
    showPage(req, res, {
      template: 'reference',
      title: 'console.reference.title',
      status,
      failed: status >= 400,
      context: {
        grounds: GROUNDS,
        following: req.session.following !== undefined,
        chosen,
        wait,
        opening: say.lines(OPENING, 'both'),
        voice: voiceOf(req, res, secure),
        voices: SPOKEN_LANGUAGES,
        ...shown,
      },
    })
  }
}

/** What to say before there is anything to follow. */
const OPENING = (['opening', 'reference'] as const).map(situation => ({ situation, figures: {} }))

function asUnavailable(error: unknown): Unavailable {
  if (error instanceof Unavailable) return error
  throw error
}
