import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from 'express'
import type { AttemptKeys } from '../../domain/identity/identity-attempts.ts'
import { takeRunSettle } from '../../domain/take-run-settle.ts'
import type { Judgement } from '../../ports/index.ts'
import { end, limit, reject, type Verdict } from '../../wizard/index.ts'
import type { Step } from '../../wizard/step.ts'
import type { WebContext } from '../context.ts'

/** Runs the submit within its attempt limits (ID-3 to ID-7); lasts at least `floorMs`, to hide the cause (ID-2). */
export async function withAttemptLimits(
  { services, config }: WebContext,
  req: Request,
  guess: AttemptKeys,
  submit: () => Promise<Verdict<unknown>>,
): Promise<Verdict<unknown>> {
  const attempt = await services.identityAttempts(guess, { flow: req.session.flow!, ip: req.ip }, timed, judgement)
  if (attempt.kind === 'over') return end('guesses')
  if (attempt.kind === 'limited') return limit(attempt.closed ? 'closed' : 'guesses', attempt.seconds)
  return attempt.result.kind === 'reject' && attempt.last ? end('guesses') : attempt.result

  async function timed(): Promise<Verdict<unknown>> {
    const floor = sleep(config.limits.identity.floorMs)
    const verdict = await submit()
    await floor
    return verdict
  }
}

function judgement(verdict: Verdict<unknown>): Judgement {
  if (verdict.kind === 'reject') return 'wrong'
  return verdict.kind === 'accept' || (verdict.kind === 'end' && verdict.ending === 'already-active') ? 'right' : 'none'
}

/** Undefined if the captcha passed, or the plain question, which few members an hour may use per address (C-6). */
export async function captchaGate(web: WebContext, req: Request, step: Step): Promise<Verdict<never> | undefined> {
  if (!step.captcha) return undefined
  const subject = { action: step.slug, flow: req.session.flow! }
  const { questionAnswer, questionToken } = req.typed
  const result = await web.services.captcha.verify(req.typed, subject, req.ip ?? '')
  if (result === 'passed') return undefined
  if (result === 'failed' || !questionAnswer) return reject({ captcha: result })

  const judge = () => web.question.verify(questionAnswer, questionToken ?? '', subject)
  const judged = req.session.asksPlainly ? await judge() : await withQuestionLimit(web, req, judge)
  if (typeof judged !== 'string') return judged
  return judged === 'passed' ? undefined : reject({ captcha: 'failed' })
}

async function withQuestionLimit<Result>(
  { services }: WebContext,
  req: Request,
  judge: () => Promise<Result>,
): Promise<Result | Verdict<never>> {
  const buckets = services.networks('questions', req.ip).map(bucket => ({ ...bucket, item: req.session.flow! }))
  const ran = await takeRunSettle(services.limiter, buckets, judge, () => ({ keep: buckets.map(({ key }) => key) }))
  if (!ran.allowed) return limit('question', ran.retryAfterSeconds, tooManyQuestions(ran.retryAfterSeconds))
  req.session.asksPlainly = true
  return ran.result
}

/** Shown beside the captcha even for a long wait: members with scripts can still solve it. */
const tooManyQuestions = (seconds: number) => ({ captcha: { code: 'tooMany', seconds } })
