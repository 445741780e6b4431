import fr from '../../../locales/fr.json' with { type: 'json' }
import { receiptOf } from '../../journey.ts'
import type { WebContext } from '../../web/context.ts'
import type { ErrorPage } from '../../web/http-error.ts'
import { sessionCookie } from '../../web/middleware/session.ts'
import { closingQuery, finishingPage } from '../../web/pages/endings.ts'
import { pageOf } from '../../web/pages/errors.ts'
import type { FormAgain } from '../../web/pages/form-again.ts'
import { rateLimitedPage } from '../../web/pages/rate-limited.ts'
import { sidePages } from '../../web/pages/side-pages.ts'
import { startController } from '../../web/pages/start.ts'
import { from } from '../../web/times.ts'
import { Answers } from '../../wizard/answers.ts'
import type { Ending } from '../../wizard/verdict.ts'
import { member, visitor } from './sample-requests.ts'
import { answerTo } from './samples.ts'
import type { Scene } from './scene.ts'

const STATUS: Record<ErrorPage, number> = {
  badRequest: 400,
  forbidden: 403,
  notFound: 404,
  tooLarge: 413,
  wrongType: 415,
  wrongHost: 421,
  error: 500,
  unavailable: 503,
}
const AGAIN: Record<string, FormAgain> = { unavailable: { action: '/', fields: { email: 'fatima.alami@example.ma' } } }
const A_DAY = 86_400

export function sideScenes(web: WebContext): Scene[] {
  const start = startController(web)
  const side = sidePages(web)
  const showRateLimited = rateLimitedPage(web.showPage)
  const finishing = finishingPage(unsettled(web))
  const waiting = { ended: 'finishing', finishing: receipt(web) } as const
  const cookie = `${sessionCookie(web.config.PUBLIC_URL.protocol === 'https:')}=gone`
  const { title: _title, ...reasons } = fr.pages.closed
  return [
    { name: 'start', show: (req, res) => start.show(visitor(req), res) },
    { name: 'resume', show: (req, res) => start.show(member(req), res) },
    { name: 'expired', show: (req, res) => start.show(visitor(req, cookie), res) },
    ...Object.keys(reasons).map(
      (reason): Scene => ({
        name: `closed.${reason}`,
        show: (req, res) => start.show(visitor(req, cookie, closingQuery(reason as Ending)), res),
      }),
    ),
    {
      name: 'cookies',
      show: (req, res) => web.showPage(visitor(req), res, { template: 'pages/cookies', title: 'pages.cookies.title' }),
    },
    { name: 'done', show: (req, res) => side.done(member(req, { ended: 'done', receipt: receipt(web) }), res) },
    { name: 'finishing', show: (req, res) => finishing(member(req, waiting), res) },
    { name: 'already-active', show: (req, res) => side.alreadyActive(member(req, { ended: 'already-active' }), res) },
    { name: 'too-many', show: (req, res) => showRateLimited(member(req), res, 3600) },
    { name: 'too-many.days', show: (req, res) => showRateLimited(member(req), res, A_DAY) },
    { name: 'erased', show: (req, res) => side.erased(visitor(req), res) },
    { name: 'legal', show: (req, res) => side.legal(member(req), res) },
    { name: 'accessibility', show: (req, res) => side.accessibility(member(req), res) },
    ...Object.entries(STATUS).map(
      ([page, status]): Scene => ({
        name: `error.${page}`,
        show: (req, res) =>
          web.showPage(visitor(req), res, pageOf({ page: page as ErrorPage, status }, from(180), AGAIN[page])),
      }),
    ),
  ]
}

function unsettled(web: WebContext): WebContext {
  const activations: WebContext['services']['activations'] = {
    ...web.services.activations,
    status: async () => ({ kind: 'pending' }),
  }
  return { ...web, services: { ...web.services, activations } }
}

function receipt({ journey }: WebContext) {
  const answers = Object.fromEntries(journey.steps.map(({ slug }) => [slug, answerTo(slug)]))
  return receiptOf(new Answers({ ...answers, password: { activatedAt: '2026-11-22T09:45:00.000Z' } }))
}
