import type { Request } from 'express'
import { limit, reject, type Verdict } from '../wizard/index.ts'
import type { Step } from '../wizard/step.ts'
import type { Web } from './web.ts'

/**
 * Whether a person stands behind this submit: by the captcha, or by the plain question for those without JavaScript,
 * which only few members an hour may use from one address (C-6). Undefined when the way is free.
 */
export async function captchaGate(web: Web, req: Request, step: Step): Promise<Verdict<never> | undefined> {
  if (!step.captcha) return undefined
  const subject = { action: step.slug, flow: req.session.flow! }
  const { questionAnswer, questionToken } = req.typed
  const result = await web.services.captcha.verify(req.typed, subject, req.ip ?? '')
  if (result === 'passed') return undefined
  if (result === 'failed' || !questionAnswer) return reject({ captcha: result })

  const refused = await admitToQuestion(web, req)
  if (refused) return refused
  const judged = await web.question.verify(questionAnswer, questionToken ?? '', subject)
  return judged === 'passed' ? undefined : reject({ captcha: 'failed' })
}

async function admitToQuestion({ services }: Web, req: Request): Promise<Verdict<never> | undefined> {
  if (req.session.asksPlainly) return undefined
  const admission = await services.limiter.take(services.networks('questions', req.ip))
  if (!admission.allowed) return limit('question', admission.retryAfterSeconds)
  req.session.asksPlainly = true
  return undefined
}
