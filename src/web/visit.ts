import type { Request } from 'express'
import { Answers } from '../wizard/answers.ts'
import type { Journey } from '../wizard/journey.ts'
import { isOpen } from './session.ts'

/** Where each ending is told. */
export const ENDINGS = { done: 'termine', 'already-active': 'compte-actif' } as const

/** Where the member is: the ending, the first unanswered step, or the start page. A path under BASE_PATH. */
export function whereabouts(req: Request, journey: Journey): string {
  if (!isOpen(req)) return ''
  const { ended, answers = {} } = req.session
  if (ended && ended !== 'expired') return ENDINGS[ended]
  return journey.frontier(new Answers(answers))?.path ?? ''
}

/** The caller's answers, as the journey reads and writes them. */
export function answersOf(req: Request): Answers {
  req.session.answers ??= {}
  return new Answers(req.session.answers)
}
