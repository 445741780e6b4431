import type { Request, Response } from 'express'
import { closingCopy, EXPIRED } from './closing.ts'
import { isOpen, namesNoSession, openSession, sessionCookie } from './session.ts'
import { fromMinute, type Moment, retryAfter } from './times.ts'
import { whereabouts } from './visit.ts'
import type { Web } from './web.ts'

/** The start page: what to prepare. Its button opens the session; looking at it never does (S-10). */
export function startController({ config, journey, services, urlOf, showPage, funnel }: Web) {
  const cookie = sessionCookie(config.PUBLIC_URL.protocol === 'https:')
  const { absoluteSeconds } = config.limits.session

  return {
    show(req: Request, res: Response): void {
      if (req.session.ended) return void res.redirect(303, urlOf(whereabouts(req, journey)))
      showStart(req, res)
    },

    async open(req: Request, res: Response): Promise<void> {
      if (!isOpen(req)) {
        const admission = await services.newSession(req.ip, () =>
          openSession(req, flow => services.references.open(flow, absoluteSeconds)),
        )
        if (!admission.allowed) {
          req.audit('excess_rate_limit_exceeded', admission.by)
          return tooMany(req, res, admission.retryAfterSeconds)
        }
        funnel(journey.steps[0]!.slug, 'entered')
      }
      res.redirect(303, urlOf(whereabouts(req, journey)))
    },

    tooMany,
  }

  /** One network address opens many sessions: told on the page whose button it was. */
  function tooMany(req: Request, res: Response, seconds: number): void {
    const told = fromMinute(seconds)
    retryAfter(res, told)
    showStart(req, res, told)
  }

  function showStart(req: Request, res: Response, told?: Moment): void {
    const resume = isOpen(req) ? whereabouts(req, journey) : undefined
    const wasOpen = namesNoSession(req, cookie) || (!isOpen(req) && req.query['fin'] === EXPIRED)
    const closing = wasOpen ? closingCopy(req) : undefined
    showPage(req, res, {
      template: 'pages/start',
      title: closing?.title ?? 'pages.start.title',
      status: told ? 429 : 200,
      failed: told !== undefined,
      context: { resume, expired: closing?.text, fin: closing?.fin, notice: told && 'pages.start.tooMany', told },
    })
  }
}
