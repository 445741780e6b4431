import type { Request, RequestHandler } from 'express'
import session, { type SessionData, type Store } from 'express-session'
import type { Config } from '../../config/index.ts'
import { newSessionId } from '../../domain/sessions/session-id.ts'
import type { Receipt } from '../../journey.ts'
import { SessionOver, Unavailable } from '../../ports/index.ts'

declare module 'express-session' {
  interface SessionData {
    /** 128-bit id of this passage through the wizard. */
    flow: string
    /** Milliseconds since 1970; the absolute lifetime runs from here. */
    openedAt: number
    /** What the caller reads to an agent: `R-4821379`. */
    reference: string
    answers: Record<string, unknown>
    ended?: 'already-active' | 'done' | 'finishing'
    /** Milliseconds since 1970; how long a late ending can be looked at runs from here. */
    endedAt?: number
    receipt?: Receipt
    /** While nobody knows how the activation ended: what the receipt will show. */
    finishing?: Omit<Receipt, 'activatedAt'>
    /** Names the last change of id: what it was for and the id before, so that the same form sent twice is known. */
    renewed?: string
    /** Answered the plain question in place of the proof of work; counted once (C-6). */
    asksPlainly?: boolean
  }
}

declare global {
  namespace Express {
    interface Request {
      /** Where a session lies that gets a new id; undefined: in a place of its own. */
      sessionPlace?: string
      /** The support reference of that session. */
      sessionReference?: string | undefined
    }
  }
}

/** A store whose sessions can go on under another id. */
export interface SupersedingStore extends Store {
  /** Says that `next`, once saved, takes the place of `session`. */
  supersede(session: object, next: object): void
  /** The session that has taken the place of the one of this id; null where there is none. */
  successor(sid: string): Promise<SessionData | null>
  /** How many requests of this session there were since its window began, and how long that lasts still. */
  visitsOf(session: object): { visits: number; secondsLeft: number } | undefined
}

/** The session middleware: one opaque cookie, content sealed by the store, both lifetimes kept by the server (S-1 to S-3). */
export function sessions({ PUBLIC_URL, SESSION_KEYS }: Config, store: SupersedingStore): RequestHandler {
  const secure = PUBLIC_URL.protocol === 'https:'
  const handler = session({
    store,
    name: sessionCookie(secure),
    genid: ({ sessionPlace, sessionReference }) => newSessionId(sessionPlace, sessionReference),
    secret: SESSION_KEYS.map(key => key.toString('base64')),
    resave: false,
    saveUninitialized: false,
    proxy: true,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  })
  return (req, res, next) => {
    // PUBLIC_URL says how members reach us; what a client claims in this header says nothing.
    req.headers['x-forwarded-proto'] = secure ? 'https' : 'http'
    handler(req, res, (error?: unknown) => {
      if (!error && namesNoSession(req, sessionCookie(secure))) req.audit('session_expired', 'unknown-id')
      next(error)
    })
  }
}

/** Whether the browser shows an id that opens no session: one that is over, or that never was one. */
export function namesNoSession(req: Request, cookie: string): boolean {
  return !isOpen(req) && (req.headers.cookie ?? '').split(/;\s*/).some(pair => pair.startsWith(`${cookie}=`))
}

export const sessionCookie = (secure: boolean): string => (secure ? '__Host-sid' : 'sid')

/**
 * Seconds that a stored session has left to live: idle and absolute lifetime (S-3). An ending is shown for the receipt's time
 * from the last look, until the absolute end, or for the receipt's time from an end that came late.
 */
export function secondsLeft(
  { session: limits }: Config['limits'],
  data: Partial<SessionData>,
  now = Date.now(),
): number {
  const left = (seconds: number, since = now) => seconds - (now - since) / 1000
  const absolute = left(limits.absoluteSeconds, data.openedAt)
  if (!data.ended) return Math.floor(Math.min(limits.idleSeconds, absolute))
  const late = left(limits.receiptSeconds, data.endedAt)
  return Math.floor(Math.min(limits.receiptSeconds, Math.max(absolute, late)))
}

/** Whether the request belongs to a member who has begun. */
export const isOpen = (req: Request): boolean => req.session?.flow !== undefined

/** Awaited before every redirect: a failed save must not look like an accepted answer (S-9). */
export function saveSession(req: Request): Promise<void> {
  return called(done => req.session.save(done))
}

/** What other requests have saved meanwhile. Rejects with `SessionOver` where the session was ended. */
export async function reloadSession(req: Request): Promise<void> {
  try {
    await called(done => req.session.reload(done))
  } catch (error) {
    // express-session has an error of no name for a session that is not there.
    throw error instanceof Unavailable ? error : new SessionOver()
  }
}

/** Ends the session, whichever ids it has had, and its reference (S-12, AG-1). */
export function destroySession(req: Request): Promise<void> {
  return called(done => req.session.destroy(done))
}

/** As `promisify` does, which makes a function anew each time. */
function called(act: (done: (error?: unknown) => void) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  act(error => (error ? reject(error) : resolve()))
  return promise
}
