import type { Request, Response } from 'express'
import { OFFERED } from '../../i18n/copy.ts'
import { LANGUAGES } from '../../ports/index.ts'
import type { WebContext } from '../context.ts'
import { isOpen, namesNoSession, sessionCookie } from '../middleware/session.ts'
import { STARTED, startCookie, startCookies } from '../middleware/start-cookie.ts'
import { currentPath } from '../position.ts'
import { closingCopy, EXPIRED } from './endings.ts'

/** The duration that the page states; not yet measured with members. */
const TAKES = { seconds: 600 }

/** The start page: what to prepare. Neither the page nor its button stores anything on the server (S-10). */
export function startController({ config, journey, urlOf, showPage, funnel }: WebContext) {
  const secure = config.PUBLIC_URL.protocol === 'https:'
  const cookies = startCookies(config)

  return {
    show(req: Request, res: Response) {
      if (req.session.ended) return void res.redirect(303, urlOf(currentPath(req, journey)))
      const resume = isOpen(req) ? currentPath(req, journey) : undefined
      const wasOpen = isOver(req) || (!isOpen(req) && req.query['fin'] === EXPIRED)
      const closing = wasOpen ? closingCopy(req) : undefined
      return showPage(req, res, {
        template: 'pages/start',
        title: closing?.title ?? 'pages.start.title',
        context: {
          starts: true,
          takes: TAKES,
          resume,
          erases: resume !== undefined,
          expired: closing?.text,
          fin: closing?.fin,
          choice: choiceFor(req, res),
        },
      })
    },

    begin(req: Request, res: Response): void {
      if (isOpen(req)) return void res.redirect(303, urlOf(currentPath(req, journey)))
      if (!req.start) funnel(journey.steps[0]!.slug, 'entered')
      cookies.give(req, res)
      res.redirect(303, `${urlOf(currentPath(req, journey))}?${STARTED}`)
    },
  }

  function isOver(req: Request): boolean {
    return !req.start && [sessionCookie(secure), startCookie(secure)].some(cookie => namesNoSession(req, cookie))
  }
}

/** The reading modes in the order of the browser's languages; undefined once the member has chosen. */
function choiceFor(req: Request, res: Response) {
  if (res.locals.modeIsChosen) return undefined
  const preferred = req.acceptsLanguages(Object.keys(LANGUAGES))
  return OFFERED.toSorted((a, b) => Number(b.mode === preferred) - Number(a.mode === preferred))
}
