import type { Request } from 'express'
import type { SessionData } from 'express-session'
import type { Holder } from '../domain/identity/active-session.ts'
import { memberOf, proof } from '../journey.ts'
import { Answers } from '../wizard/answers.ts'
import type { Journey } from '../wizard/journey.ts'
import type { Step } from '../wizard/step.ts'
import type { WebContext } from './context.ts'
import { isOpen, storeOf } from './middleware/session.ts'

export const ENDINGS = { done: 'termine', 'already-active': 'compte-actif', finishing: 'finalisation' } as const

/** The path under BASE_PATH of the member's ending or first unanswered step; the first step after the start button; else ''. */
export function currentPath(req: Request, journey: Journey): string {
  if (!isOpen(req)) return req.start ? journey.steps[0]!.path : ''
  const { ended, answers = {} } = req.session
  if (ended) return ENDINGS[ended]
  return journey.frontier(new Answers(answers))?.path ?? ''
}

export function whoIs(req: Request) {
  const { ip, session } = req
  if (!session?.flow) return { ip }
  const { flow, reference } = session
  return { ip, flow, reference, session: req.sessionID, member: req.claimed ?? memberKeyOf(req) }
}

export function memberKeyOf(req: Request): string | undefined {
  return memberOf(answersOf(req))
}

/** Whether another session has proved the same member since, which only matters after the proving step (S-11). */
export async function isSuperseded(
  req: Request,
  step: Step,
  { journey, services }: Pick<WebContext, 'journey' | 'services'>,
) {
  const holder = holderOf(req.session)
  if (!holder || journey.number(step) <= journey.number(proof)) return false
  // Usually known from the visit of the session.
  return !storeOf(req).holds(req.session, holder) && !(await services.activeSession.isActive(holder))
}

/** Undefined before the proving step. */
export function holderOf({ flow, answers = {} }: Partial<SessionData>): Holder | undefined {
  const given = new Answers(answers)
  return flow !== undefined && given.has(proof) ? { member: memberOf(given)!, flow } : undefined
}

/** The session's answers; before a session is open, an empty set that is not stored. */
export function answersOf(req: Request): Answers {
  if (!isOpen(req)) return new Answers({})
  req.session.answers ??= {}
  return new Answers(req.session.answers)
}
