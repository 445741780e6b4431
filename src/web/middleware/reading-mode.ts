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
      /** The member has chosen the mode, now or before. */
      modeIsChosen?: boolean
      /** This request has changed it, which its page says. */
      modeIsNew?: boolean
    }
  }
}

/** The reading mode: from `?lang=`, else from its cookie, else both. Unknown values are ignored (W-10). */
export function readingMode(secure: boolean): RequestHandler {
  return (req, res, next) => {
    const asked = Choice.safeParse(req.query['lang'])
    const kept = Choice.safeParse(cookie(req.headers.cookie))
    res.locals.mode = kept.data ?? 'both'
    res.locals.modeIsChosen = kept.success
    if (asked.success) choose(res, asked.data, secure)
    next()
  }
}

/** True if a language button sent the form, only to show it in another mode; remembers the mode if it is known. */
export function switchesMode(typed: Readonly<Record<string, string>>, res: Response, secure: boolean): boolean {
  const { lang } = typed
  if (lang === undefined) return false
  const asked = Choice.safeParse(lang)
  if (asked.success) choose(res, asked.data, secure)
  return true
}

function choose(res: Response, mode: Mode, secure: boolean): void {
  res.locals.modeIsNew = mode !== res.locals.mode || !res.locals.modeIsChosen
  res.locals.mode = mode
  res.locals.modeIsChosen = true
  res.cookie(COOKIE, mode, { path: '/', maxAge: A_YEAR, httpOnly: true, sameSite: 'lax', secure })
}

function cookie(header = ''): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([a-z]+)`).exec(header)?.[1]
}
