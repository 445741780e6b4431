import type { Request, RequestHandler } from 'express'
import session, { type SessionData, type Store } from 'express-session'
import type { Config } from '../../config/index.ts'
import type { Holder } from '../../domain/identity/active-session.ts'
import { newSessionId } from '../../domain/sessions/session-id.ts'
import type { Receipt } from '../../journey.ts'
import { SessionOver, Unavailable } from '../../ports/index.ts'

declare module 'express-session' {
  interface SessionData {
    /** 128-bit id of this run through the wizard; survives changes of the session id. */
    flow: string
    /** Milliseconds since 1970; the absolute lifetime runs from here. */
    openedAt: number
    reference: string
    answers: Record<string, unknown>
    ended?: 'already-active' | 'done' | 'finishing'
    endedAt?: number
    receipt?: Receipt
    /** While the activation's outcome is unknown: what the receipt will show. */
    finishing?: Omit<Receipt, 'activatedAt'>
    /** A tag of the last change of id (previous id and purpose), by which the same form sent twice is recognised. */
    renewed?: string
    /** Uses the plain question in place of the proof of work; counted once (C-6). */
    asksPlainly?: boolean
  }
}

declare global {
  namespace Express {
    interface Request {
      /** The place (part of the id) of the session that gets a new id; undefined: a new place. */
      sessionPlace?: string
      sessionReference?: string | undefined
      closeToAgents?(): Promise<void>
    }
  }
}

export interface SupersedingStore extends Store {
  /** Marks `next` as the replacement of `session`; the save of `next` makes the change. */
  supersede(session: object, next: object): void
  /** The session that has replaced the one of this id; null if there is none. */
  successor(sid: string): Promise<SessionData | null>
  visitsOf(session: object): { visits: number; secondsLeft: number } | undefined
  /** True if the session was its member's last when it was read (S-11); false if not, or if that is unknown. */
  holds(session: object, holder: Holder): boolean
}

export const storeOf = (req: Request): SupersedingStore => req.sessionStore as unknown as SupersedingStore

/** The session middleware: an opaque cookie, content sealed by the store, both lifetimes enforced here (S-1 to S-3). */
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
    // express-session reads this header; a client could forge it, so PUBLIC_URL decides.
    req.headers['x-forwarded-proto'] = secure ? 'https' : 'http'
    handler(req, res, (error?: unknown) => {
      if (!error && namesNoSession(req, sessionCookie(secure))) req.audit('session_expired', 'unknown-id')
      next(error)
    })
  }
}

/** Whether the browser sends a cookie that opens no session: expired, ended or forged. */
export function namesNoSession(req: Request, cookie: string): boolean {
  return !isOpen(req) && (req.headers.cookie ?? '').split(/;\s*/).some(pair => pair.startsWith(`${cookie}=`))
}

export const sessionCookie = (secure: boolean): string => (secure ? '__Host-sid' : 'sid')

/** Seconds until a stored session expires (S-3). An ended one lasts at most `receiptSeconds` after its last view. */
export function secondsLeft(
  { session: limits }: Pick<Config['limits'], 'session'>,
  data: Partial<SessionData>,
  now = Date.now(),
): number {
  const idle = data.ended ? limits.receiptSeconds : limits.idleSeconds
  return Math.floor(Math.min(idle, (absoluteEnd({ session: limits }, data, now) - now) / 1000))
}

/** When a session ends at the latest, in milliseconds since 1970. */
export function absoluteEnd(
  { session: limits }: Pick<Config['limits'], 'session'>,
  { openedAt, ended, endedAt }: Partial<SessionData>,
  now = Date.now(),
): number {
  const absolute = (openedAt ?? now) + limits.absoluteSeconds * 1000
  return ended ? Math.max(absolute, (endedAt ?? now) + limits.receiptSeconds * 1000) : absolute
}

export const isOpen = (req: Request): boolean => req.session?.flow !== undefined

/** Awaited before every redirect: a failed save must not look like an accepted answer (S-9). */
export function saveSession(req: Request): Promise<void> {
  return called(done => req.session.save(done))
}

/** Loads what other requests have saved. Rejects with `SessionOver` if the session has ended. */
export async function reloadSession(req: Request): Promise<void> {
  try {
    await called(done => req.session.reload(done))
  } catch (error) {
    // express-session signals a missing session with an untyped error.
    throw error instanceof Unavailable ? error : new SessionOver()
  }
}

/** Deletes the session under every id it has had, its support reference, and what an agent sees of it (S-12, AG-1). */
export async function destroySession(req: Request): Promise<void> {
  await req.closeToAgents?.()
  return called(done => req.session.destroy(done))
}

function called(act: (done: (error?: unknown) => void) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  act(error => (error ? reject(error) : resolve()))
  return promise
}
