import type { Request, Response } from 'express'
import type { ShowPage } from './page.ts'
import { from } from './times.ts'

const NAMES_THE_DAY_SECONDS = 12 * 3600

/** The page that says how long and until when a limit holds: that alone, no count and not which limit (ID-9). */
export function tooMany(showPage: ShowPage) {
  return (req: Request, res: Response, seconds: number): void => {
    res.set('Retry-After', String(seconds))
    const { in: wait, time } = from(seconds)
    const far = seconds > NAMES_THE_DAY_SECONDS
    const text = far ? 'pages.tooMany.textDate' : 'pages.tooMany.text'
    showPage(req, res, {
      template: 'pages/too-many',
      title: 'pages.tooMany.title',
      status: 429,
      context: { text, until: { in: wait, [far ? 'date' : 'time']: time } },
    })
  }
}
