import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { requestId } from '../../observability/request-context.ts'
import type { Reason } from '../../observability/security-events.ts'
import { SessionNewer, SessionOver, Unavailable } from '../../ports/index.ts'
import type { WebContext } from '../context.ts'
import { type ErrorPage, HttpError } from '../http-error.ts'
import { logOf } from '../middleware/request-log.ts'
import type { Page } from '../page.ts'
import { from, type Moment, retryAfter } from '../times.ts'
import { EXPIRED } from './endings.ts'
import { type FormAgain, formAgain } from './form-again.ts'

const REFUSALS = new Set<ErrorPage>(['badRequest', 'tooLarge', 'wrongType', 'wrongHost'])
const LAST_WORDS = 'Une erreur est survenue. Réessayez dans quelques minutes.\nوقع خطأ. أعيدوا المحاولة بعد دقائق.\n'

export const notFound: RequestHandler = (_req, _res, next) => next(new HttpError(404, 'notFound'))

/** Shows an error without its cause (W-19). A form whose session has ended or changed is redirected. */
export function errorPage({ showPage, urlOf }: Pick<WebContext, 'showPage' | 'urlOf'>): ErrorRequestHandler {
  return async (error: unknown, req, res, _next) => {
    if (res.headersSent) return tooLate(error, req, res)
    if (error instanceof SessionOver) return res.redirect(303, `${urlOf('')}?fin=${EXPIRED}`)
    if (error instanceof SessionNewer) return res.redirect(303, urlOf('prolonger'))
    const { status, page, headers, waitSeconds } = asHttpError(error)
    if (REFUSALS.has(page)) req.audit('input_validation_fail', page as Reason)
    // An `HttpError` is counted where it is thrown; under overload there are too many to log.
    if (status >= 500 && !(error instanceof HttpError)) logOf(req).error({ err: error }, 'request failed')
    res.set(headers)
    const wait = waitSeconds === undefined ? undefined : from(waitSeconds)
    if (wait) retryAfter(res, wait)
    try {
      await showPage(req, res, pageOf({ page, status }, wait, formAgain(page, req, urlOf)))
    } catch (err) {
      sayLastWords(err, req, res)
    }
  }
}

/** Sent if the error page itself fails, since Express would show its stack. */
export function sayLastWords(err: unknown, req: Request, res: Response): void {
  logOf(req).error({ err }, 'error page failed')
  res.status(500).type('text').send(`${LAST_WORDS}${requestId()}\n`)
}

/** Handled here, since Express would write the whole error to stderr. */
export function tooLate(error: unknown, req: Request, res: Response): void {
  logOf(req).error({ err: error }, 'failed after the answer')
  if (!res.writableEnded) res.destroy()
}

export function pageOf({ page, status }: Pick<HttpError, 'page' | 'status'>, wait?: Moment, again?: FormAgain): Page {
  return { template: 'pages/error', title: `pages.${page}.title`, status, context: { page, wait, again } }
}

/** The error page for whatever was thrown. */
export function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error
  const status = (error as { status?: unknown }).status
  if (status === 413) return new HttpError(413, 'tooLarge')
  if (status === 415) return new HttpError(415, 'wrongType')
  if (typeof status === 'number' && status >= 400 && status < 500) return new HttpError(400, 'badRequest')
  if (error instanceof Unavailable) return new HttpError(503, 'unavailable', {}, error.retryAfterSeconds)
  return new HttpError(500, 'error')
}
