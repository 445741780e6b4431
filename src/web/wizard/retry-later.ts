import type { Request, Response } from 'express'
import type { Unavailable } from '../../ports/index.ts'
import type { Step } from '../../wizard/step.ts'
import type { Verdict } from '../../wizard/verdict.ts'
import type { WebContext } from '../context.ts'
import { isOpen, secondsLeft } from '../middleware/session.ts'
import { rateLimitedPage } from '../pages/rate-limited.ts'
import { from, fromMinute, retryAfter } from '../times.ts'
import type { ShowStep } from './step-view.ts'

type Limited = Pick<Extract<Verdict<unknown>, { kind: 'limit' }>, 'seconds' | 'errors' | 'early'>

export function retryLater({ config, showPage }: WebContext, showStep: ShowStep) {
  const showRateLimited = rateLimitedPage(showPage)

  return {
    /** Shown beside the fields in `errors`, or above the form; on its own page if the session ends before the limit. */
    limited(req: Request, res: Response, step: Step, { seconds, errors, early }: Limited) {
      const { typed } = req
      if (!errors && !early && seconds > secondsLeft(config.limits, req.session))
        return showRateLimited(req, res, seconds)
      const wait = errors || early ? from(seconds) : fromMinute(seconds)
      retryAfter(res, wait)
      if (errors) return showStep(req, res, step, { typed, errors, status: 429 })
      const notice = early ?? limitNotice(req, step)
      return showStep(req, res, step, { typed, notice, failed: !early, wait, status: 429 })
    },

    unavailable(req: Request, res: Response, step: Step, { service, retryAfterSeconds }: Unavailable) {
      const { typed } = req
      const wait = from(retryAfterSeconds)
      retryAfter(res, wait)
      return showStep(req, res, step, { typed, notice: noticeOf(step, service), wait, status: 503 })
    },
  }
}

function limitNotice(req: Request, step: Step): string {
  if (!isOpen(req)) return 'notices.tooManySessions'
  return step.secret?.limited ?? 'notices.tooMany'
}

const NOTICES: Record<string, string> = {
  smtp: 'notices.sendFailed.email',
  twilio: 'notices.sendFailed.sms',
  'twilio-paused': 'notices.smsPaused',
  'sms-gateway': 'notices.sendFailed.sms',
  'sms-gateway-paused': 'notices.smsPaused',
  'sms-budget': 'notices.smsPaused',
  'smtp-paused': 'notices.emailPaused',
}

function noticeOf(step: Step, service: string): string {
  return NOTICES[service] ?? step.secret?.unavailable ?? 'notices.unavailable'
}
