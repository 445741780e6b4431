import type { Request } from 'express'
import { type SessionData, Store } from 'express-session'
import type { Sealer } from '../../domain/crypto/seal.ts'
import { placeOf, tagOf } from '../../domain/sessions/session-id.ts'
import { SessionOver } from '../../ports/index.ts'
import type { AgentPlaces } from './agent-places.ts'

/** A store for express-session: sessions are sealed, and only a save prolongs them, by `secondsLeft`. */
export class AgentSessions extends Store {
  readonly #places: AgentPlaces
  readonly #sealer: Sealer
  readonly #secondsLeft: (session: Partial<SessionData>) => number
  /** Stored sessions, which a save must not bring back after their end. */
  readonly #stored = new WeakSet<object>()

  constructor(places: AgentPlaces, sealer: Sealer, secondsLeft: (session: Partial<SessionData>) => number) {
    super()
    this.#places = places
    this.#sealer = sealer
    this.#secondsLeft = secondsLeft
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.#read(sid).then(session => done(undefined, session), done)
  }

  override set(sid: string, session: SessionData, done: (error?: unknown) => void = () => {}): void {
    this.#save(sid, session).then(() => done(), done)
  }

  override destroy(sid: string, done: (error?: unknown) => void = () => {}): void {
    this.end(sid).then(() => done(), done)
  }

  /** A page that is only looked at does not prolong the session. */
  override touch(_sid: string, _session: SessionData, done: (error?: unknown) => void = () => {}): void {
    done()
  }

  override createSession(req: Request, data: SessionData) {
    const session = super.createSession(req, data)
    if (this.#stored.has(data)) this.#stored.add(session)
    return session
  }

  async isLive(sid: string): Promise<boolean> {
    return (await this.#read(sid)) !== null
  }

  end(sid: string): Promise<void> {
    return this.#places.end(placeOf(sid), tagOf(sid))
  }

  async endAt(places: readonly string[]): Promise<void> {
    await Promise.all(places.map(place => this.#places.end(place)))
  }

  async #read(sid: string): Promise<SessionData | null> {
    const stored = await this.#places.read(placeOf(sid))
    if (stored?.tag !== tagOf(sid)) return null
    const text = this.#sealer.open(stored.sealed, contextOf(sid))
    if (text === undefined) return null
    const session = JSON.parse(text) as SessionData
    if (this.#secondsLeft(session) <= 0) return null
    this.#stored.add(session)
    return session
  }

  async #save(sid: string, session: SessionData): Promise<void> {
    const seconds = this.#secondsLeft(session)
    if (seconds <= 0) throw new SessionOver()
    const tag = tagOf(sid)
    const was = this.#stored.has(session) ? tag : undefined
    const sealed = this.#sealer.seal(JSON.stringify(session), contextOf(sid))
    if (!(await this.#places.write(placeOf(sid), was, { tag, sealed }, seconds))) throw new SessionOver()
    this.#stored.add(session)
  }
}

const contextOf = (sid: string): string => `agent-session ${placeOf(sid)} ${tagOf(sid)}`
