import type { Request, Response } from 'express'
import type { ShowPage } from '../page.ts'
import { fromMinute, retryAfter } from '../times.ts'

const NAMES_THE_DAY_SECONDS = 12 * 3600

/** The page for waits beyond the session's end: says until when, but no count and no limit's name (ID-9). */
export function rateLimitedPage(showPage: ShowPage) {
  return (req: Request, res: Response, seconds: number) => {
    const wait = fromMinute(seconds)
    retryAfter(res, wait)
    const far = seconds > NAMES_THE_DAY_SECONDS
    const text = far ? 'pages.tooMany.textDate' : 'pages.tooMany.text'
    return showPage(req, res, {
      template: 'pages/too-many',
      title: 'pages.tooMany.title',
      status: 429,
      context: { text, wait: { in: wait.in, [far ? 'date' : 'time']: wait.time } },
    })
  }
}
