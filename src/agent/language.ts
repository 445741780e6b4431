import type { RequestHandler } from 'express'
import { z } from 'zod'

const COOKIE = 'agent-lang'
const A_YEAR = 365 * 24 * 60 * 60 * 1000
/** An agent reads one language; `both` is for members. */
const Choice = z.enum(['fr', 'ar'])

/** The console's language: from `?lang=`, else from its own cookie, else French. Unknown values are ignored. */
export function agentLanguage(secure: boolean): RequestHandler {
  return (req, res, next) => {
    const asked = Choice.safeParse(req.query['lang'])
    const kept = Choice.safeParse(/(?:^|;\s*)agent-lang=([a-z]+)/.exec(req.headers.cookie ?? '')?.[1])
    res.locals.mode = asked.data ?? kept.data ?? 'fr'
    if (asked.success)
      res.cookie(COOKIE, asked.data, { path: '/', maxAge: A_YEAR, httpOnly: true, sameSite: 'lax', secure })
    next()
  }
}
