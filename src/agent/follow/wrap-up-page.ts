import type { Request, Response } from 'express'
import { z } from 'zod'
import { WRAP_UPS, type WrapUp } from '../../observability/audit.ts'
import { HttpError } from '../../web/http-error.ts'
import { saveSession } from '../../web/middleware/session.ts'
import type { ConsoleContext } from '../context.ts'
import type { Following } from './following.ts'

const Choice = z.enum([...WRAP_UPS, 'skip'])
/** An agent's session lasts no longer than the day. */
const REMEMBERED_SECONDS = 86_400

/** `/suivi/bilan`: one press says how the call ended, or skips it. `leave` ends a following that has not ended yet. */
export function wrapUpPage(
  { showPage, replays, metrics }: ConsoleContext,
  leave: (req: Request) => Promise<void>,
): { show(req: Request, res: Response): void; submit(req: Request, res: Response): Promise<void> } {
  return { show, submit }

  function show(req: Request, res: Response): void {
    const { following, wrapUp } = req.session
    const call = following ?? wrapUp
    if (!call) return void res.redirect(303, '/')
    const until = following ? Date.now() : wrapUp!.until
    showPage(req, res, {
      template: 'wrap-up',
      title: 'console.wrapUp.title',
      context: { words: WRAP_UPS, followed: { in: { seconds: (until - call.since) / 1000 } } },
    })
  }

  async function submit(req: Request, res: Response): Promise<void> {
    const { success, data: word } = Choice.safeParse(req.typed['word'])
    if (!success) throw new HttpError(400, 'badRequest')
    const call = req.session.following ?? req.session.wrapUp
    if (!call) return res.redirect(303, '/')
    await leave(req)
    if (word !== 'skip') await count(req, call, word)
    delete req.session.wrapUp
    await saveSession(req)
    res.redirect(303, '/')
  }

  /** Counts once a call, even if the button was pressed twice; a suspicion is recorded at each press. */
  async function count(req: Request, { page, as, since, reference }: Following, word: WrapUp): Promise<void> {
    if (word === 'suspicion') req.audit('agent_suspected', undefined, { page, reference })
    if (await replays.useOnce(`wrap-up ${page} ${as} ${since}`, REMEMBERED_SECONDS)) metrics.wrapUp(word)
  }
}

declare module 'express-session' {
  interface SessionData {
    /** A call that has ended without a word yet, with when. */
    wrapUp: Following & { until: number }
  }
}
