import type { Request } from 'express'
import type { SessionData } from 'express-session'
import { sampleSession } from './samples.ts'

/** A request without a session; `cookie` may name one that has ended. */
export function visitor(req: Request, cookie = '', query = ''): Request {
  req.headers.cookie = cookie
  Object.defineProperty(req, 'query', { value: Object.fromEntries(new URLSearchParams(query)) })
  return Object.assign(req, { session: {} })
}

export function member(req: Request, session: Partial<SessionData> = {}): Request {
  return Object.assign(req, { session: { ...sampleSession({}), ...session } })
}
