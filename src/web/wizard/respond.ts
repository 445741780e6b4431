import type { Request, Response } from 'express'
import { contactsOf, receiptOf } from '../../journey.ts'
import type { Step } from '../../wizard/step.ts'
import type { Ending } from '../../wizard/verdict.ts'
import type { WebContext } from '../context.ts'
import { logOf } from '../middleware/request-log.ts'
import { destroySession } from '../middleware/session.ts'
import { doneQuery } from '../pages/done-notice.ts'
import { closingQuery, countFinished } from '../pages/endings.ts'
import { answersOf, currentPath, memberKeyOf } from '../position.ts'
import { endSession, renewSession } from '../session-ids.ts'
import type { Outcome } from './outcome.ts'
import { eventOf } from './outcome.ts'
import { retryLater } from './retry-later.ts'
import { isProved, savedAnswer } from './saved-answer.ts'
import type { ShowStep } from './step-view.ts'

/** Sends the response to a submit: redirects after accept and end, else shows the step again, or a page for a long limit. */
export function createResponder(web: WebContext, showStep: ShowStep) {
  const { journey, services, urlOf, funnel } = web
  const later = retryLater(web, showStep)

  return async (req: Request, res: Response, step: Step, outcome: Outcome): Promise<void> => {
    const { typed } = req
    const event = eventOf(step, outcome)
    if (event) req.audit(...event)
    const isPending = outcome.kind === 'end' && outcome.ending === 'finishing'
    if (outcome.kind !== 'accept' && !isPending) funnel(step.slug, 'refused', event?.[1] ?? 'unavailable')
    switch (outcome.kind) {
      case 'accept': {
        // The page says that the contact is proved already.
        if (outcome.again && (await isProved(req, step))) return showStep(req, res, step, { status: 422 })
        const done = (await record(req, step, outcome.answer)) && step.changed ? doneQuery('changed') : ''
        return res.redirect(303, urlOf(currentPath(req, journey)) + done)
      }
      case 'reject':
        return showStep(req, res, step, { typed, errors: outcome.errors, status: 422 })
      case 'limit':
        return later.limited(req, res, step, outcome)
      case 'unavailable':
        logOf(req).warn({ err: outcome.error }, 'unavailable')
        return later.unavailable(req, res, step, outcome.error)
      case 'end':
        await close(req, outcome.ending)
        return res.redirect(303, urlOf(currentPath(req, journey)) + closingQuery(outcome.ending))
    }
  }

  /** Returns whether the answer has replaced another. */
  async function record(req: Request, step: Step, answer: unknown): Promise<boolean> {
    const answers = answersOf(req)
    const before = journey.frontier(answers)
    const replaces = journey.record(step, answer, answers)
    const next = journey.frontier(answers)
    if (!next) await finish(req)
    else if (step.provesMember) await prove(req, step, memberKeyOf(req)!)
    else if (!(await savedAnswer(req))) return false
    if (step === before && next) funnel(step.slug, 'left')
    else if (step === before) countFinished(web, req.session)
    if (next && next !== before) funnel(next.slug, 'entered')
    return replaces
  }

  /** S-4 and S-11. */
  async function prove(req: Request, step: Step, member: string): Promise<void> {
    await services.activeSession.prove({ member, flow: req.session.flow! })
    await renewSession(req, `${step.slug} ${member}`, data => data)
  }

  function finish(req: Request): Promise<void> {
    return endSession(req, { ended: 'done', receipt: receiptOf(answersOf(req)) })
  }

  function close(req: Request, ending: Ending): Promise<void> {
    if (ending === 'already-active') return endSession(req, { ended: ending })
    if (ending !== 'finishing') return destroySession(req)
    return endSession(req, { ended: ending, finishing: contactsOf(answersOf(req)) })
  }
}
