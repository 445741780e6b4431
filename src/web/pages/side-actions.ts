import type { Request, Response } from 'express'
import type { WebContext } from '../context.ts'
import { agentPress } from '../live-page/press.ts'
import { destroySession, isOpen, sessionCookie } from '../middleware/session.ts'
import { startCookies } from '../middleware/start-cookie.ts'
import { currentPath } from '../position.ts'
import { doneQuery } from './done-notice.ts'
import { rateLimitedPage } from './rate-limited.ts'

/** The actions of buttons and scripts that every page has. */
export function sideActions({ config, journey, services, urlOf, showPage, assistance }: WebContext) {
  const secure = config.PUBLIC_URL.protocol === 'https:'
  const { captcha } = config.limits
  const showRateLimited = rateLimitedPage(showPage)

  return {
    /** Deletes the session and all browser data (S-12). */
    async quit(req: Request, res: Response): Promise<void> {
      if (isOpen(req)) {
        req.audit('session_expired', 'left')
        await destroySession(req)
      }
      res.clearCookie(sessionCookie(secure), { path: '/', httpOnly: true, sameSite: 'lax', secure })
      startCookies(config).forget(res)
      res.set('Clear-Site-Data', '"cache", "cookies", "storage"')
      // The query keeps the reading mode, whose cookie is cleared too.
      res.redirect(303, `${urlOf('quitter')}?lang=${res.locals.mode}`)
    },

    /** Extends the idle time, as every request does; after a form the next page says until when. */
    stay(req: Request, res: Response): void {
      res.redirect(303, urlOf(currentPath(req, journey)) + (req.method === 'POST' ? doneQuery('stayed') : ''))
    },

    /** Opens the pages to an agent or closes them, for pages that are not a step; redirects to the current step. */
    async accompany(req: Request, res: Response): Promise<void> {
      const path = currentPath(req, journey)
      if (isOpen(req)) await assistance.press(req, res, journey.find(path)?.slug)
      const asked = agentPress(req)
      res.redirect(
        303,
        urlOf(path) + (asked === 'open' ? doneQuery('opened') : asked === 'close' ? doneQuery('closed') : ''),
      )
    },

    async captcha(req: Request, res: Response): Promise<void> {
      const path = typeof req.query['page'] === 'string' ? req.query['page'] : currentPath(req, journey)
      const step = journey.find(path)
      if (!isOpen(req) || !step?.captcha) return void res.redirect(303, urlOf(currentPath(req, journey)))
      const { flow } = req.session
      const made = await services.puzzles(flow!, () => services.captcha.challenge({ action: step.slug, flow: flow! }))
      if (!made.allowed) return showRateLimited(req, res, made.retryAfterSeconds)
      res.json(made.result ?? { lifetimeSeconds: captcha.lifetimeSeconds })
    },
  }
}
