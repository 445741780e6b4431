import { isDeepStrictEqual } from 'node:util'
import type { Request, Response } from 'express'
import { randomToken } from '../../domain/crypto/random.ts'
import type { SupportReferences } from '../../ports/index.ts'
import { SessionOver } from '../../ports/index.ts'
import { limit, type Verdict } from '../../wizard/index.ts'
import type { Step } from '../../wizard/step.ts'
import type { WebContext } from '../context.ts'
import { saveSession } from '../middleware/session.ts'
import { startCookies } from '../middleware/start-cookie.ts'
import { answersOf } from '../position.ts'
import { newIdAt, takeOver } from '../session-ids.ts'

/** Opens the session with the first accepted answer, unless too many were opened (S-10). */
export function journeyOpener({ config, journey, services, funnel }: WebContext) {
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
      // Another form has used this start cookie for a session that has since ended.
      if (error instanceof SessionOver) cookies.forget(res)
      throw error
    }
    cookies.forget(res)
    funnel(step.slug, 'left')
    funnel(journey.frontier(answersOf(req))!.slug, 'entered')
    return accepted
  }
}

/** Opens a session under a new id; of the same form sent twice, the last id replaces the first (S-4). */
async function openSession(
  req: Request,
  references: SupportReferences,
  idleSeconds: number,
  answers: Record<string, unknown>,
): Promise<void> {
  const { session: blank, sessionID } = req
  const { place } = req.start!
  const flow = randomToken(16)
  const reference = await references.open(flow, place, idleSeconds)
  newIdAt(place, req, { flow, reference, openedAt: Date.now(), answers })
  try {
    await saveSession(req)
  } catch (error) {
    // After an unknown outcome the session may exist, and then needs its reference.
    if (error instanceof SessionOver) await references.close(reference)
    await takeOver(req, error, twin => isDeepStrictEqual(Object.keys(twin.answers), Object.keys(answers))).catch(
      error => {
        // The error page is shown as to a visitor without a session.
        Object.assign(req, { session: blank, sessionID })
        throw error
      },
    )
  }
  req.audit('session_created')
}
