import type { Request } from 'express'
import { memberOf, proof } from '../journey.ts'
import { Answers } from '../wizard/answers.ts'
import type { Journey } from '../wizard/journey.ts'
import type { Step } from '../wizard/step.ts'
import type { WebContext } from './context.ts'
import { isOpen } from './middleware/session.ts'

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
  if (!answersOf(req).has(proof) || journey.number(step) <= journey.number(proof)) return false
  return !(await services.activeSession.isActive({ member: memberKeyOf(req)!, flow: req.session.flow! }))
}

/** The session's answers; before a session is open, an empty set that is not stored. */
export function answersOf(req: Request): Answers {
  if (!isOpen(req)) return new Answers({})
  req.session.answers ??= {}
  return new Answers(req.session.answers)
}
