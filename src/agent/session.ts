import type { Request, RequestHandler, Response } from 'express'
import session, { type SessionData, type Store } from 'express-session'
import type { ConsoleConfig } from '../config/index.ts'
import { KeyedHash } from '../domain/crypto/keyed-hash.ts'
import { newSessionId } from '../domain/sessions/session-id.ts'
import { HttpError } from '../web/http-error.ts'
import { formToken, hasFormToken } from '../web/middleware/form-token.ts'
import { saveSession } from '../web/middleware/session.ts'

export type Role = 'agent' | 'supervisor'

export interface Agent {
  account: string
  /** What to call the agent, if not by their account. */
  name?: string | undefined
  role: Role
  /** Milliseconds since 1970: the sign-in, and the last press. */
  since: number
  pressedAt: number
  idToken?: string | undefined
}

/** Sessions of agents, which nothing but a save prolongs. Methods reject with `Unavailable`. */
export interface AgentSessions extends Store {
  isLive(sid: string): Promise<boolean>
  end(sid: string): Promise<void>
  /** Ends whatever session these places hold. */
  endAt(places: readonly string[]): Promise<void>
}

declare module 'express-session' {
  interface SessionData {
    agent: Agent
  }
}

declare global {
  namespace Express {
    interface Request {
      agentPlace?: string
    }
  }
}

const agentCookie = (secure: boolean): string => (secure ? '__Host-agent' : 'agent')
const attributes = (secure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure }) as const

/** The session middleware of the console: an opaque cookie of its own, content sealed by the store (AG-3, AG-4). */
export function agentSessions(
  { AGENT_PUBLIC_URL, AGENT_SESSION_KEYS }: ConsoleConfig,
  store: AgentSessions,
): RequestHandler {
  const secure = AGENT_PUBLIC_URL.protocol === 'https:'
  const handler = session({
    store,
    name: agentCookie(secure),
    genid: ({ agentPlace }) => newSessionId(agentPlace),
    secret: AGENT_SESSION_KEYS.map(key => key.toString('base64')),
    resave: false,
    saveUninitialized: false,
    proxy: true,
    cookie: attributes(secure),
  })
  return (req, res, next) => {
    // express-session reads this header; a client could forge it, so AGENT_PUBLIC_URL decides.
    req.headers['x-forwarded-proto'] = secure ? 'https' : 'http'
    handler(req, res, next)
  }
}

/** Seconds until an agent's session ends: the idle time counts from the last press, whatever else is fetched (AG-4). */
export function secondsLeft(
  { assistance }: Pick<ConsoleConfig['limits'], 'assistance'>,
  { agent }: Partial<SessionData>,
  now = Date.now(),
): number {
  if (!agent) return 0
  const idle = assistance.idleSeconds - (now - agent.pressedAt) / 1000
  const absolute = assistance.absoluteSeconds - (now - agent.since) / 1000
  return Math.floor(Math.min(idle, absolute))
}

/** Begins a session under a new id; a session that the account has elsewhere ends by it. Throws `Unavailable`. */
export function createSignIn({ AGENT_SESSION_KEYS }: ConsoleConfig, sessions: AgentSessions) {
  const hash = new KeyedHash(AGENT_SESSION_KEYS, 'agent-place')
  return async (req: Request, agent: Arriving): Promise<void> => {
    const [place, ...older] = hash.all(subjectOf(agent.account)).map(name => name.slice(0, PLACE_LENGTH))
    // Of another account in this browser, or of this one under a key that is being replaced.
    if (req.session.agent) await sessions.end(req.sessionID)
    await sessions.endAt(older)
    req.agentPlace = place!
    req.sessionStore.generate(req)
    const now = Date.now()
    req.session.agent = { since: now, ...agent, pressedAt: now }
    formToken(req)
    await saveSession(req)
    req.audit('authn_login_success')
  }
}

export type SignIn = ReturnType<typeof createSignIn>

/** Whom an account of a provider is of, by whatever name: it is \`name+subject\`. */
export const subjectOf = (account: string): string => account.slice(account.indexOf('+') + 1)

type Arriving = Omit<Agent, 'since' | 'pressedAt'> & Partial<Pick<Agent, 'since'>>

const PLACE_LENGTH = 24

/** Lets agents on whose account still is valid; everybody else goes to the sign-in page. */
export function agentsOnly(
  sessions: AgentSessions,
  isValid: (agent: Agent) => Promise<boolean>,
  secure: boolean,
): RequestHandler {
  return async (req, res, next) => {
    const { agent } = req.session
    if (agent && (await isValid(agent))) return next()
    if (agent) {
      req.audit('session_expired', 'disabled')
      await sessions.end(req.sessionID)
    }
    const hadOne = (req.headers.cookie ?? '').split(/;\s*/).some(pair => pair.startsWith(`${agentCookie(secure)}=`))
    if (hadOne && !agent) req.audit('session_expired', 'unknown-id')
    forgetSession(req, res, secure)
    res.redirect(303, hadOne ? '/connexion?fin=terminee' : '/connexion')
  }
}

/** Whether the session of a request that lasts still is live, and its account valid. Throws `Unavailable`. */
export function createIsSignedIn(sessions: AgentSessions, isValid: (agent: Agent) => Promise<boolean>) {
  return async ({ session: { agent }, sessionID }: Pick<Request, 'session' | 'sessionID'>): Promise<boolean> =>
    agent !== undefined && (await sessions.isLive(sessionID)) && isValid(agent)
}

/** Counts a press as activity, if its form is of this session; nothing else does (AG-4). */
export const press: RequestHandler = (req, _res, next) => {
  if (req.method !== 'POST') return next()
  if (!hasFormToken(req)) {
    req.audit('malicious_csrf', 'form-token')
    return next(new HttpError(403, 'forbidden'))
  }
  req.session.agent!.pressedAt = Date.now()
  next()
}

export function whoIs(req: Request) {
  const { ip, session } = req
  return session?.agent ? { ip, agent: session.agent.account, session: req.sessionID } : { ip }
}

/** After the end of a session: nothing is saved any more, and the browser forgets its cookie. */
export function forgetSession(req: Request, res: Response, secure: boolean): void {
  Reflect.deleteProperty(req, 'session')
  if (req.headers.cookie?.includes(agentCookie(secure))) res.clearCookie(agentCookie(secure), attributes(secure))
}
