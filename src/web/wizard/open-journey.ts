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

/** Opens the session of a visitor with the first answer that is accepted, if another one may be opened now (S-10). */
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

/**
 * Opens the session of a visitor who has begun, under a new id, with what is answered already. Where the same form, sent
 * twice, has opened it already and nothing more was answered, it goes on under this id, and the first is dead (S-4).
 */
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
    // Where nobody knows whether it was saved, the reference may be that of a session that goes on.
    if (error instanceof SessionOver) await references.close(reference)
    await takeOver(req, error, twin => isDeepStrictEqual(Object.keys(twin.answers), Object.keys(answers))).catch(
      error => {
        // The page that says so is shown to a visitor who has no session yet.
        Object.assign(req, { session: blank, sessionID })
        throw error
      },
    )
  }
  req.audit('session_created')
}
