import { randomBytes } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import session, { type SessionData, type Store } from 'express-session'
import type { Config } from '../config.ts'
import { SessionOver, Unavailable } from '../ports.ts'
import { formToken } from './form-token.ts'

/** What the done page shows, and all that is left of the journey by then. */
export interface Receipt {
  activatedAt: string
  /** Masked. */
  email: string
  /** Masked. */
  phone: string
}

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
    /** Answered the plain question in place of the proof of work; counted once (C-6). */
    asksPlainly?: boolean
  }
}

/** A store whose sessions can go on under another id. */
export interface SupersedingStore extends Store {
  /** Ends the session that goes on under another id. Rejects with `SessionOver` where it was ended meanwhile. */
  supersede(sid: string): Promise<void>
}

/** The session middleware: one opaque cookie, content sealed by the store, both lifetimes kept by the server (S-1 to S-3). */
export function sessions({ PUBLIC_URL, SESSION_KEYS }: Config, store: SupersedingStore): RequestHandler {
  const secure = PUBLIC_URL.protocol === 'https:'
  const handler = session({
    store,
    name: sessionCookie(secure),
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

/** Starts a passage: whoever has none is under a new id already. */
export async function openSession(req: Request, reserveReference: (flow: string) => Promise<string>): Promise<void> {
  const flow = randomBytes(16).toString('base64url')
  const reference = await reserveReference(flow)
  Object.assign(req.session, { flow, reference, openedAt: Date.now(), answers: {} })
  formToken(req)
  await saveFirst(req)
  req.audit('session_created')
}

/**
 * Moves what `keep` returns of the session to a new id and saves it; then the old id is dead, before anybody is answered
 * (S-4). In this order, whoever asks after a crash in between still has a session. Rejects with `SessionOver` where the
 * session was ended meanwhile.
 */
export async function renewSession(
  req: Request,
  keep: (data: Partial<SessionData>) => Partial<SessionData>,
): Promise<void> {
  const { cookie: _cookie, csrfToken: _token, ...kept } = keep(req.session)
  const { sessionID: old } = req
  const store = req.sessionStore as Request['sessionStore'] & SupersedingStore
  store.generate(req)
  Object.assign(req.session, kept)
  formToken(req)
  await saveFirst(req)
  try {
    await store.supersede(old)
  } catch (error) {
    if (error instanceof SessionOver) await destroySession(req)
    throw error
  }
  req.audit('session_renewed')
}

/** A session under a new id. Where it cannot be saved, the browser keeps the id that it has, and what stands under that. */
async function saveFirst(req: Request): Promise<void> {
  try {
    await saveSession(req)
  } catch (error) {
    Reflect.deleteProperty(req, 'session')
    throw error
  }
}

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

export function destroySession(req: Request): Promise<void> {
  return called(done => req.session.destroy(done))
}

/** As `promisify` does, which makes a function anew each time. */
function called(act: (done: (error?: unknown) => void) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  act(error => (error ? reject(error) : resolve()))
  return promise
}
