import type { Request } from 'express'
import type { SessionData } from 'express-session'
import { sampleSession } from './samples.ts'

/** Someone without a session, whose browser may still show the cookie of one. */
export function visitor(req: Request, cookie = '', query = ''): Request {
  req.headers.cookie = cookie
  Object.defineProperty(req, 'query', { value: Object.fromEntries(new URLSearchParams(query)) })
  return Object.assign(req, { session: {} })
}

/** The same request by someone in the middle of the journey. */
export function member(req: Request, session: Partial<SessionData> = {}): Request {
  return Object.assign(req, { session: { ...sampleSession({}), ...session } })
}
