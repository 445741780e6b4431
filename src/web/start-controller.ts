import type { Request, Response } from 'express'
import { isOpen, openSession, sessionCookie } from './session.ts'
import { whereabouts } from './visit.ts'
import type { Web } from './web.ts'

/** The start page: what to prepare. Its button opens the session; looking at it never does (S-10). */
export function startController({ config, journey, services, urlOf, showPage }: Web) {
  const cookie = sessionCookie(config.PUBLIC_URL.protocol === 'https:')
  const { absoluteSeconds } = config.limits.session

  return {
    show(req: Request, res: Response): void {
      if (req.session.ended) return void res.redirect(303, urlOf(whereabouts(req, journey)))
      const resume = isOpen(req) ? whereabouts(req, journey) : undefined
      const expired = !isOpen(req) && hasCookie(req, cookie)
      showPage(req, res, {
        template: 'pages/start',
        title: expired ? 'pages.expired.title' : 'pages.start.title',
        context: { resume, expired },
      })
    },

    async open(req: Request, res: Response): Promise<void> {
      if (!isOpen(req)) await openSession(req, flow => services.references.open(flow, absoluteSeconds))
      res.redirect(303, urlOf(whereabouts(req, journey)))
    },
  }
}

/** A cookie that names no session any more: the member was away for too long. */
function hasCookie(req: Request, name: string): boolean {
  return (req.headers.cookie ?? '').split(/;\s*/).some(pair => pair.startsWith(`${name}=`))
}
