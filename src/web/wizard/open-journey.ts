import { isDeepStrictEqual } from 'node:util'
import type { Request, Response } from 'express'
import { randomToken } from '../../domain/crypto/random.ts'
import { drawReference } from '../../domain/sessions/support-reference.ts'
import { ReferenceTaken, SessionOver } from '../../ports/index.ts'
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

  return async <Answer>(
    req: Request,
    res: Response,
    step: Step,
    accepted: Verdict<Answer> & { kind: 'accept' },
  ): Promise<Verdict<Answer>> => {
    const answers = { [step.slug]: accepted.answer }
    try {
      const open = () => openSession(req, answers)
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
async function openSession(req: Request, answers: Record<string, unknown>): Promise<void> {
  const { session: blank, sessionID } = req
  try {
    await saveNewSession(req, answers)
  } catch (error) {
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

const MOST_DRAWS = 10

/** Draws another support reference while the drawn one is another session's (AG-1). */
async function saveNewSession(req: Request, answers: Record<string, unknown>): Promise<void> {
  const { place } = req.start!
  const flow = randomToken(16)
  for (let draw = 1; ; draw++)
    try {
      newIdAt(place, req, { flow, reference: drawReference(place), openedAt: Date.now(), answers })
      return await saveSession(req)
    } catch (error) {
      if (!(error instanceof ReferenceTaken) || draw === MOST_DRAWS) throw error
    }
}
