import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Official } from '../../ports/index.ts'
import { HttpError } from '../../web/http-error.ts'
import { SPOKEN_LANGUAGES, type Spoken } from './spoken.ts'

const COOKIE = 'agent-voice'
const A_YEAR = 365 * 24 * 60 * 60 * 1000
const Choice = z.enum(SPOKEN_LANGUAGES)

/** The language in which an agent speaks: from `?voix=`, else its cookie, which the page's script sets too, else the console's. Throws 404. */
export function voiceOf(req: Request, res: Response, secure: boolean): Spoken {
  const { voix } = req.query
  const asked = Choice.safeParse(voix)
  if (voix !== undefined && !asked.success) throw new HttpError(404, 'notFound')
  if (asked.success) res.cookie(COOKIE, asked.data, { path: '/', maxAge: A_YEAR, sameSite: 'lax', secure })
  const kept = Choice.safeParse(/(?:^|;\s*)agent-voice=([a-z]+)/.exec(req.headers.cookie ?? '')?.[1])
  return asked.data ?? kept.data ?? (res.locals.mode as Official)
}
