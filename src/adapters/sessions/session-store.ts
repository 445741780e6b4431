import type { Request } from 'express'
import { type SessionData, Store } from 'express-session'
import { askedAgain } from '../../domain/asked-again.ts'
import type { Sealer } from '../../domain/crypto/seal.ts'
import type { Holder } from '../../domain/identity/active-session.ts'
import { placeOf, tagOf } from '../../domain/sessions/session-id.ts'
import { ReferenceTaken, SessionNewer, SessionOver, Unavailable, type Window } from '../../ports/index.ts'
import {
  type Replaced,
  type SessionClient,
  type StoredSession,
  type Visited,
  versionOf,
  type Was,
} from './session-client.ts'
import { keysOf } from './session-keys.ts'

export interface Lifetimes {
  requests: Window
  secondsLeft(session: Partial<SessionData>): number
  /** Undefined before the member is proved. */
  holderOf?(session: Partial<SessionData>): Holder | undefined
}

/** The store for express-session: sessions are sealed (S-13) and kept as long as `lifetimes` says (S-3). */
export function createSessionStore(client: SessionClient, sealer: Sealer, lifetimes: Lifetimes) {
  return new SealedStore(client, sealer, lifetimes)
}

/** An ended session's place stays blocked for as long as the longest request takes. */
const ENDED_SECONDS = 60

/** With the save's own second a member waits 1.5 s (REL-R1). */
const LOOKS_MS = [50, 100, 100]

interface LoadedSession {
  was: Was
  content?: string
  visited?: Visited
}

/** Every save compares before it sets: what another request saved, renewed or ended stays (S-4, S-12). */
class SealedStore extends Store {
  readonly #client: SessionClient
  readonly #sealer: Sealer
  readonly #lifetimes: Lifetimes
  readonly #loaded = new WeakMap<object, LoadedSession>()

  constructor(client: SessionClient, sealer: Sealer, lifetimes: Lifetimes) {
    super()
    this.#client = client
    this.#sealer = sealer
    this.#lifetimes = lifetimes
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.#visit(sid).then(session => done(undefined, session), done)
  }

  override set(sid: string, session: SessionData, done: (error?: unknown) => void = () => {}): void {
    this.#save(sid, session).then(() => done(), done)
  }

  override destroy(sid: string, done: (error?: unknown) => void = () => {}): void {
    this.#client.end(keysOf(sid), ENDED_SECONDS).then(() => done(), done)
  }

  override touch(sid: string, session: SessionData, done: (error?: unknown) => void = () => {}): void {
    const seconds = this.#lifetimes.secondsLeft(session)
    const { visited, content } = this.#loaded.get(session) ?? {}
    // A save has set the expiry already, and so has a visit unless the absolute end is near.
    if (content !== undefined || seconds === visited?.life || seconds <= 0) done()
    else this.#client.expire(keysOf(sid), seconds).then(() => done(), done)
  }

  override createSession(req: Request, data: SessionData) {
    const session = super.createSession(req, data)
    this.#carry(data, session)
    return session
  }

  supersede(session: object, next: object): void {
    this.#carry(session, next)
  }

  async successor(sid: string): Promise<SessionData | null> {
    const stored = await this.#client.read(keysOf(sid)[0])
    return stored && this.#opened(sid, stored)
  }

  visitsOf(session: object): Pick<Visited, 'visits' | 'secondsLeft'> | undefined {
    return this.#loaded.get(session)?.visited
  }

  holds(session: object, holder: Holder): boolean {
    return this.#loaded.get(session)?.visited?.holds(holder) ?? false
  }

  async #visit(sid: string): Promise<SessionData | null> {
    const tag = tagOf(sid)
    const visited = await this.#client.visit(keysOf(sid), tag, this.#lifetimes.requests)
    const session = visited && this.#opened(sid, { tag, sealed: visited.sealed }, visited)
    if (!session || this.#lifetimes.secondsLeft(session) > 0) return session
    // An aborted visit may have prolonged the session beyond its end.
    await this.#client.end(keysOf(sid), ENDED_SECONDS)
    return null
  }

  #opened(sid: string, { tag, sealed }: StoredSession, visited?: Visited): SessionData | null {
    const text = this.#sealer.open(sealed, contextOf(sid, tag))
    if (text === undefined) return null
    const session = JSON.parse(text) as SessionData
    this.#loaded.set(session, { was: { tag, version: versionOf(sealed) }, ...(visited && { visited }) })
    return session
  }

  async #save(sid: string, session: SessionData): Promise<void> {
    const content = JSON.stringify(session)
    const loaded = this.#loaded.get(session)
    // express-session saves again at the end of a request what a handler has saved.
    if (loaded?.content === content) return
    const seconds = this.#lifetimes.secondsLeft(session)
    // Redis has no expiry of 0 seconds; at its absolute end a session is over.
    if (seconds <= 0) throw new SessionOver()
    const tag = tagOf(sid)
    const sealed = this.#sealer.sealed(content, contextOf(sid, tag))
    const flow = session.reference && session.flow
    const holder = this.#lifetimes.holderOf?.(session)
    const replaced = await this.#client
      .replace(keysOf(sid), loaded?.was, { tag, sealed, flow, holder }, seconds)
      .catch(error => this.#keptAfterAll(sid, sealed, error))
    if (replaced === 'taken') throw new ReferenceTaken()
    if (replaced === 'newer') throw new SessionNewer()
    if (replaced !== 'kept') throw new SessionOver()
    this.#loaded.set(session, { ...loaded, was: { tag, version: versionOf(sealed) }, content })
  }

  async #keptAfterAll(sid: string, sealed: Buffer, error: unknown): Promise<Replaced> {
    if (!(error instanceof Unavailable)) throw error
    const stored = await askedAgain(() => this.#client.read(keysOf(sid)[0]), LOOKS_MS)
    if (!stored?.sealed.equals(sealed)) throw error
    return 'kept'
  }

  #carry(from: object, to: object): void {
    const { was, visited } = this.#loaded.get(from) ?? {}
    if (was) this.#loaded.set(to, { was, ...(visited && { visited }) })
  }
}

const contextOf = (sid: string, tag: string): string => `session ${placeOf(sid)} ${tag}`
