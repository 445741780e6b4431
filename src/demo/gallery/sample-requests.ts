import type { Request } from 'express'
import type { SessionData } from 'express-session'
import { sampleSession } from './samples.ts'

/** A request without a session; `cookie` may name one that has ended. */
export function visitor(req: Request, cookie = '', query = ''): Request {
  req.headers.cookie = cookie
  return Object.assign(withQuery(req, query), { session: {} })
}

export function withQuery(req: Request, query: string): Request {
  return Object.defineProperty(req, 'query', { value: Object.fromEntries(new URLSearchParams(query)) })
}

export function member(req: Request, session: Partial<SessionData> = {}): Request {
  return Object.assign(req, { session: { ...sampleSession({}), ...session } })
}
