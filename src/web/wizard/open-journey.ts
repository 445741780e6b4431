import type { Request, Response } from 'express'
import { SessionOver } from '../../ports/index.ts'
import { limit, type Verdict } from '../../wizard/index.ts'
import type { Step } from '../../wizard/step.ts'
import type { Web } from '../context.ts'
import { startCookies } from '../middleware/start-cookie.ts'
import { answersOf } from './position.ts'
import { openSession } from './session-ids.ts'

/** Opens the session of a visitor with the first answer that is accepted, if another one may be opened now (S-10). */
export function journeyOpener({ config, journey, services, funnel }: Web) {
  const cookies = startCookies(config)
  const { idleSeconds } = config.limits.session

  return async <Answer>(
    req: Request,
    res: Response,
    step: Step,
    accepted: Verdict<Answer> & { kind: 'accept' },
  ): Promise<Verdict<Answer>> => {
    const answers = { [step.slug]: accepted.answer }
    try {
      const open = () => openSession(req, services.references, idleSeconds, answers)
      const admission = await services.newSession(req.ip, open)
      if (!admission.allowed) return limit(admission.by, admission.retryAfterSeconds)
    } catch (error) {
      // Another form has opened, and ended, what this leave was for.
      if (error instanceof SessionOver) cookies.forget(res)
      throw error
    }
    cookies.forget(res)
    funnel(step.slug, 'left')
    funnel(journey.frontier(answersOf(req))!.slug, 'entered')
    return accepted
  }
}
