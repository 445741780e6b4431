import type { Request, Response } from 'express'
import { nextMinute, type ShowPage } from './page.ts'

const NAMES_THE_DAY_SECONDS = 12 * 3600

/** The page that says until when a limit holds: the time alone, no count and not which limit (ID-9). */
export function tooMany(showPage: ShowPage) {
  return (req: Request, res: Response, seconds: number): void => {
    res.set('Retry-After', String(seconds))
    const until = nextMinute(seconds)
    const far = seconds > NAMES_THE_DAY_SECONDS
    showPage(req, res, {
      template: 'pages/too-many',
      title: 'pages.tooMany.title',
      status: 429,
      context: far ? { text: 'pages.tooMany.textDate', date: until } : { text: 'pages.tooMany.text', time: until },
    })
  }
}
