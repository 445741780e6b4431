import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Reason } from '../audit.ts'
import { SessionOver, Unavailable } from '../ports.ts'
import { requestId } from '../request-context.ts'
import { EXPIRED } from './closing.ts'
import { type ErrorPage, HttpError } from './http-error.ts'
import { logOf } from './log.ts'
import type { Page } from './page.ts'
import type { Web } from './web.ts'

const RETRY_AFTER_SECONDS = 60
/** A request that no browser of ours would send. */
const REFUSALS = new Set<ErrorPage>(['badRequest', 'tooLarge', 'wrongType', 'wrongHost'])
/** When even the error page cannot be drawn. */
const LAST_WORDS = 'Une erreur est survenue. Réessayez dans quelques minutes.\nوقع خطأ. أعيدوا المحاولة بعد دقائق.\n'

export const notFound: RequestHandler = (_req, _res, next) => next(new HttpError(404, 'notFound'))

/**
 * The last resort: every error becomes a page in words, with a number for the agent and nothing of its cause (W-19). A form
 * whose session was ended while it was under way leads to the start page, which says so.
 */
export function errorPage({ showPage, urlOf }: Pick<Web, 'showPage' | 'urlOf'>): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    if (error instanceof SessionOver) return res.redirect(303, `${urlOf('')}?fin=${EXPIRED}`)
    const { status, page, headers } = asHttpError(error)
    if (REFUSALS.has(page)) req.audit('input_validation_fail', page as Reason)
    if (status >= 500) logOf(req).error({ err: error }, 'request failed')
    res.set(headers)
    try {
      showPage(req, res, pageOf({ page, status }, requestId()))
    } catch (err) {
      logOf(req).error({ err }, 'error page failed')
      res.status(500).type('text').send(LAST_WORDS)
    }
  }
}

/** The page that tells of an error; `id` is the number by which an agent finds it in the logs. */
export function pageOf({ page, status }: Pick<HttpError, 'page' | 'status'>, id: string): Page {
  return { template: 'pages/error', title: `pages.${page}.title`, status, context: { page, id } }
}

function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error
  const status = (error as { status?: unknown }).status
  if (status === 413) return new HttpError(413, 'tooLarge')
  if (status === 415) return new HttpError(415, 'wrongType')
  if (typeof status === 'number' && status >= 400 && status < 500) return new HttpError(400, 'badRequest')
  if (error instanceof Unavailable)
    return new HttpError(503, 'unavailable', { 'Retry-After': String(RETRY_AFTER_SECONDS) })
  return new HttpError(500, 'error')
}
