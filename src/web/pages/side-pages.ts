import type { Request, Response } from 'express'
import type { WebContext } from '../context.ts'
import { agentPress } from '../live-page/press.ts'
import { destroySession, isOpen, sessionCookie } from '../middleware/session.ts'
import { startCookies } from '../middleware/start-cookie.ts'
import { currentPath, ENDINGS } from '../position.ts'
import { doneQuery } from './done-notice.ts'
import { rateLimitedPage } from './rate-limited.ts'

/** The day of the checks that the accessibility statement reports. */
const CHECKED_ON = new Date('2026-11-29')

export function sideController({ config, journey, services, urlOf, showPage, assistance }: WebContext) {
  const secure = config.PUBLIC_URL.protocol === 'https:'
  const { session, captcha } = config.limits
  const showRateLimited = rateLimitedPage(showPage)

  return {
    done(req: Request, res: Response) {
      if (req.session.ended !== 'done') return void toCurrentPath(req, res)
      const { receipt } = req.session
      const context = { receipt, activatedAt: new Date(receipt!.activatedAt), erases: true }
      return showPage(req, res, { template: 'pages/done', title: 'pages.done.title', context })
    },

    alreadyActive(req: Request, res: Response) {
      if (req.session.ended !== 'already-active') return void toCurrentPath(req, res)
      return showPage(req, res, { template: 'pages/already-active', title: 'pages.alreadyActive.title' })
    },

    legal: information('legal'),
    accessibility: information('accessibility'),

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

    erased(req: Request, res: Response) {
      if (isOpen(req)) return void toCurrentPath(req, res)
      // The same as before: only its cookie is gone.
      res.locals.modeIsNew = false
      return showPage(req, res, { template: 'pages/erased', title: 'pages.erased.title' })
    },

    /** Extends the idle time, as every request does; a form that asked for it is told until when. */
    stay(req: Request, res: Response): void {
      res.redirect(303, urlOf(currentPath(req, journey)) + (req.method === 'POST' ? doneQuery('stayed') : ''))
    },

    /** The button of a page without a form of a step leads to the step, opened to an agent or closed. */
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

  function information(name: 'legal' | 'accessibility') {
    const kept = { idle: { seconds: session.idleSeconds }, most: { seconds: session.absoluteSeconds } }
    return (req: Request, res: Response) => {
      const context = { kept, checkedOn: CHECKED_ON, back: currentPath(req, journey) }
      return showPage(req, res, { template: `pages/${name}`, title: `pages.${name}.title`, context })
    }
  }

  function toCurrentPath(req: Request, res: Response): void {
    res.redirect(303, urlOf(currentPath(req, journey)))
  }
}

export const SIDE_PAGES = {
  ...ENDINGS,
  legal: 'conditions-generales',
  accessibility: 'accessibilite',
  erased: 'quitter',
} as const
