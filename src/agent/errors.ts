import type { ErrorRequestHandler } from 'express'
import type { Reason } from '../observability/security-events.ts'
import { SessionOver } from '../ports/index.ts'
import { logOf } from '../web/middleware/request-log.ts'
import { asHttpError, sayLastWords, tooLate } from '../web/pages/errors.ts'
import { from, retryAfter } from '../web/times.ts'
import type { ShowAgentPage } from './page.ts'

const REFUSALS = new Set<string>(['badRequest', 'tooLarge', 'wrongType', 'wrongHost'])

/** Shows an error without its cause (W-19). A form whose session has ended leads to the sign-in page. */
export function agentErrors(showPage: ShowAgentPage): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    if (res.headersSent) return tooLate(error, req, res)
    if (error instanceof SessionOver) return res.redirect(303, '/connexion?fin=terminee')
    const { status, page, headers, waitSeconds } = asHttpError(error)
    if (REFUSALS.has(page)) req.audit('input_validation_fail', page as Reason)
    if (status >= 500) logOf(req).error({ err: error }, 'request failed')
    const wait = waitSeconds === undefined ? undefined : from(waitSeconds)
    if (wait) retryAfter(res, wait)
    try {
      const title = `console.errors.${page}.title`
      showPage(req, res.set(headers), { template: 'error', title, status, context: { page, wait } })
    } catch (err) {
      sayLastWords(err, req, res)
    }
  }
}
