import type { Request, Response } from 'express'
import type { ShowPage } from '../page.ts'
import { fromMinute, retryAfter } from '../times.ts'

const NAMES_THE_DAY_SECONDS = 12 * 3600

/**
 * The page that says how long and until when a limit holds: that alone, no count and not which limit (ID-9). It is for a wait
 * beyond the end of the session, with which all that was typed is gone; any other is told on the page of the step.
 */
export function rateLimitedPage(showPage: ShowPage) {
  return (req: Request, res: Response, seconds: number): void => {
    const told = fromMinute(seconds)
    retryAfter(res, told)
    const far = seconds > NAMES_THE_DAY_SECONDS
    const text = far ? 'pages.tooMany.textDate' : 'pages.tooMany.text'
    showPage(req, res, {
      template: 'pages/too-many',
      title: 'pages.tooMany.title',
      status: 429,
      context: { text, told: { in: told.in, [far ? 'date' : 'time']: told.time } },
    })
  }
}
