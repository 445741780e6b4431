import type { Request } from 'express'
import { memberOf, proof } from '../journey.ts'
import { Answers } from '../wizard/answers.ts'
import type { Journey } from '../wizard/journey.ts'
import type { Step } from '../wizard/step.ts'
import type { WebContext } from './context.ts'
import { isOpen } from './middleware/session.ts'

/** Where each ending is told. */
export const ENDINGS = { done: 'termine', 'already-active': 'compte-actif', finishing: 'finalisation' } as const

/** Where the member is: the ending, the first unanswered step, the first of all for who has begun, or the start page. A path under BASE_PATH. */
export function currentPath(req: Request, journey: Journey): string {
  if (!isOpen(req)) return req.start ? journey.steps[0]!.path : ''
  const { ended, answers = {} } = req.session
  if (ended) return ENDINGS[ended]
  return journey.frontier(new Answers(answers))?.path ?? ''
}

/** What names the member across sessions, from the moment their identity was accepted; undefined before. */
export function memberKeyOf(req: Request): string | undefined {
  return memberOf(answersOf(req))
}

/** Whether this flow has proved who the member is, and another has proved the same since, at a step that comes after (S-11). */
export async function isSuperseded(
  req: Request,
  step: Step,
  { journey, services }: Pick<WebContext, 'journey' | 'services'>,
) {
  if (!answersOf(req).has(proof) || journey.number(step) <= journey.number(proof)) return false
  return !(await services.activeSession.isActive({ member: memberKeyOf(req)!, flow: req.session.flow! }))
}

/** The caller's answers, as the journey reads and writes them; none, kept nowhere, before the session is open. */
export function answersOf(req: Request): Answers {
  if (!isOpen(req)) return new Answers({})
  req.session.answers ??= {}
  return new Answers(req.session.answers)
}
