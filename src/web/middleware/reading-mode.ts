import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { MODES, type Mode } from '../../ports/index.ts'

const COOKIE = 'lang'
const A_YEAR = 365 * 24 * 60 * 60 * 1000
const Choice = z.enum(MODES)

declare global {
  namespace Express {
    interface Locals {
      mode: Mode
    }
  }
}

/** The reading mode: from `?lang=`, else from its cookie, else both. Unknown values are ignored (W-10). */
export function readingMode(secure: boolean): RequestHandler {
  return (req, res, next) => {
    const asked = Choice.safeParse(req.query['lang'])
    if (asked.success) remember(res, asked.data, secure)
    res.locals.mode = asked.data ?? Choice.catch('both').parse(cookie(req.headers.cookie))
    next()
  }
}

/** True if a language button sent the form, only to show it in another mode; remembers the mode if it is known. */
export function switchesMode(typed: Readonly<Record<string, string>>, res: Response, secure: boolean): boolean {
  const { lang } = typed
  if (lang === undefined) return false
  const asked = Choice.safeParse(lang)
  if (asked.success) {
    remember(res, asked.data, secure)
    res.locals.mode = asked.data
  }
  return true
}

function remember(res: Response, mode: Mode, secure: boolean): void {
  res.cookie(COOKIE, mode, { path: '/', maxAge: A_YEAR, httpOnly: true, sameSite: 'lax', secure })
}

function cookie(header = ''): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([a-z]+)`).exec(header)?.[1]
}
