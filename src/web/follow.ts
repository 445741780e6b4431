import type { Request, Response } from 'express'
import type { SessionData } from 'express-session'
import type { Step } from '../wizard/step.ts'
import type { Ending } from '../wizard/verdict.ts'
import type { Outcome } from './attempt.ts'
import { closingQuery } from './closing.ts'
import { logOf } from './log.ts'
import { eventOf } from './outcome-events.ts'
import { receiptOf } from './receipt.ts'
import { destroySession, renewSession, saveSession } from './session.ts'
import type { ShowStep } from './show-step.ts'
import { tooMany } from './too-many.ts'
import { answersOf, whereabouts } from './visit.ts'
import type { Web } from './web.ts'

/** Answers a submit according to what became of it. */
export function follower({ journey, urlOf, showPage }: Web, showStep: ShowStep) {
  const showTooMany = tooMany(showPage)

  return async (req: Request, res: Response, step: Step, outcome: Outcome): Promise<void> => {
    const { typed } = req
    const event = eventOf(step, outcome)
    if (event) req.audit(...event)
    switch (outcome.kind) {
      case 'accept':
        await record(req, step, outcome.answer)
        return res.redirect(303, urlOf(whereabouts(req, journey)))
      case 'reject':
        return showStep(req, res, step, { typed, errors: outcome.errors, status: 422 })
      case 'limit':
        if (!outcome.errors) return showTooMany(req, res, outcome.seconds)
        res.set('Retry-After', String(outcome.seconds))
        return showStep(req, res, step, { typed, errors: outcome.errors, status: 429 })
      case 'unavailable':
        logOf(req).warn({ err: outcome.error }, 'unavailable')
        res.set('Retry-After', String(outcome.error.retryAfterSeconds))
        return showStep(req, res, step, { typed, notice: noticeOf(outcome.error.service), status: 503 })
      case 'end':
        await close(req, outcome.ending)
        return res.redirect(303, urlOf(whereabouts(req, journey)) + closingQuery(outcome.ending))
    }
  }

  /** Remembers the answer and saves the session, under a new id where something was proved. */
  async function record(req: Request, step: Step, answer: unknown): Promise<void> {
    const answers = answersOf(req)
    journey.record(step, answer, answers)
    if (!journey.frontier(answers)) return finish(req)
    return step.renewsSession ? renewSession(req, data => data) : saveSession(req)
  }

  /** All is answered: only the receipt stays. */
  function finish(req: Request): Promise<void> {
    const receipt = receiptOf(answersOf(req))
    return renewSession(req, data => ({ ...withoutAnswers(data), ended: 'done', receipt }))
  }

  async function close(req: Request, ending: Ending): Promise<void> {
    if (ending !== 'already-active') return destroySession(req)
    return renewSession(req, data => ({ ...withoutAnswers(data), ended: ending }))
  }
}

const NOTICES: Record<string, string> = {
  smtp: 'notices.sendFailed.email',
  twilio: 'notices.sendFailed.sms',
  'sms-budget': 'notices.smsPaused',
}

function noticeOf(service: string): string {
  return NOTICES[service] ?? 'notices.unavailable'
}

function withoutAnswers({ flow, openedAt, reference }: Partial<SessionData>): Partial<SessionData> {
  return { flow: flow!, openedAt: openedAt!, reference: reference!, answers: {} }
}
