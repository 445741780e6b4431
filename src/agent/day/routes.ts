import { type Request, type RequestHandler, type Response, Router } from 'express'
import { type Day, dayAndHour, daysFrom, isDay } from '../../domain/day.ts'
import { agentsOf } from '../../observability/bookkeeper.ts'
import { DAY_BOOK_SECONDS } from '../../ports/index.ts'
import { sendPage } from '../../web/encoding.ts'
import type { ConsoleContext } from '../context.ts'
import { csvOf } from './csv.ts'
import { dayPage, tablesOf } from './day-page.ts'
import { figuresOf } from './figures.ts'

/** `/journee` shows a day in figures, `/journee.csv` holds them as a file; both are for supervisors alone (D17). */
export function dayPages({ days, agents, copies, showPage }: ConsoleContext): Router {
  return Router({ caseSensitive: true })
    .use(['/journee', '/journee.csv'], supervisorsOnly)
    .get('/journee', show)
    .get('/journee.csv', download)

  async function show(req: Request, res: Response): Promise<void> {
    const today = dayAndHour(Date.now()).day
    const day = askedFor(req, today)
    if (!day) return showWrong(req, res, today)
    const [sheet, ofAgents] = await Promise.all([days.read(day), days.read(agentsOf(day))])
    showPage(req, res, {
      template: 'day/page',
      title: 'console.day.title',
      context: {
        day,
        today,
        date: new Date(`${day}T12:00:00Z`),
        before: daysFrom(day, -1),
        after: day < today && daysFrom(day, 1),
        now: new Date(),
        kept: { in: { seconds: DAY_BOOK_SECONDS } },
        figures: dayPage(sheet, agents.rows(ofAgents), copies[res.locals.mode]),
      },
    })
  }

  async function download(req: Request, res: Response): Promise<void> {
    const today = dayAndHour(Date.now()).day
    const day = askedFor(req, today)
    if (!day) return showWrong(req, res, today)
    const [{ counts }, ofAgents] = await Promise.all([days.read(day), days.read(agentsOf(day))])
    const t = copies[res.locals.mode]
    const text = csvOf(day, figuresOf(counts), tablesOf(figuresOf(counts), agents.rows(ofAgents), t), t)
    sendPage(req, res.attachment(`journee-${day}.csv`).type('text/csv; charset=utf-8'), text)
  }

  function showWrong(req: Request, res: Response, today: Day): void {
    const context = { wrong: true, today }
    showPage(req, res, { template: 'day/page', title: 'console.day.title', status: 422, failed: true, context })
  }

  function supervisorsOnly(...[req, res, next]: Parameters<RequestHandler>): void {
    if (req.session.agent?.role === 'supervisor') return void next()
    req.audit('authz_fail', 'role')
    showPage(req, res, {
      template: 'error',
      title: 'console.errors.role.title',
      status: 403,
      context: { page: 'role' },
    })
  }
}

/** Today if none is asked for; undefined if there is no such day yet. */
function askedFor({ query: { jour } }: Request, today: Day): Day | undefined {
  if (jour === undefined) return today
  return typeof jour === 'string' && isDay(jour) && jour <= today ? jour : undefined
}
