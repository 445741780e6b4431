import type { Request } from 'express'
import { type SessionData, Store } from 'express-session'
import { askedAgain } from '../../domain/asked-again.ts'
import type { Sealer } from '../../domain/crypto/seal.ts'
import { placeOf, tagOf } from '../../domain/sessions/session-id.ts'
import { SessionNewer, SessionOver, Unavailable, type Window } from '../../ports/index.ts'
import { type Lying, type Replaced, type SessionClient, versionOf, type Was } from './session-client.ts'
import { keysOf } from './session-keys.ts'

export interface Lives {
  /** What each visit gives a session. */
  idleSeconds: number
  /** Visits are counted in windows of this length. */
  requests: Window
  /** Whole seconds that a session with this content has left to live, `idleSeconds` at most. */
  secondsLeft(session: Partial<SessionData>): number
}

/** The store for express-session: the whole session sealed (S-13), kept for as long as `lives` say (S-3). */
export function sessionStore(client: SessionClient, sealer: Sealer, lives: Lives) {
  return new SealedStore(client, sealer, lives)
}

/** How long the place of an ended session stays taken: as long as a request that began before it can take. */
const ENDED_SECONDS = 60

/** Pauses before a look at what a save came to: with the second that the save has taken, a member waits for 1.5 s (REL-R1). */
const LOOKS_MS = [50, 100, 100]

/** How often a session was visited since its window began, and when that is over. */
export interface Visits {
  visits: number
  secondsLeft: number
}

/** What a session in hand stands for in the store: what it was read as, or written as since. */
interface Standing {
  was: Was
  content?: string
  visited?: Visits
}

/**
 * One place for each session, under one id at a time, and every save compares before it sets: what another request has
 * saved, moved to a new id or ended meanwhile stays as that left it (S-4, S-12). What is sealed opens in its own place and
 * under its own id alone.
 *
 * A visit reads the session and prolongs it with one command; what has less left to live than a visit gives, near its
 * absolute end or after the journey's, is touched as well when the request is over.
 */
class SealedStore extends Store {
  readonly #client: SessionClient
  readonly #sealer: Sealer
  readonly #lives: Lives
  readonly #standing = new WeakMap<object, Standing>()

  constructor(client: SessionClient, sealer: Sealer, lives: Lives) {
    super()
    this.#client = client
    this.#sealer = sealer
    this.#lives = lives
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.#visit(sid).then(session => done(undefined, session), done)
  }

  override set(sid: string, session: SessionData, done: (error?: unknown) => void = () => {}): void {
    this.#save(sid, session).then(() => done(), done)
  }

  /** Every request that names the session at this place is too late from here on, whichever id it began under. */
  override destroy(sid: string, done: (error?: unknown) => void = () => {}): void {
    this.#client.end(keysOf(sid), ENDED_SECONDS).then(() => done(), done)
  }

  override touch(sid: string, session: SessionData, done: (error?: unknown) => void = () => {}): void {
    const seconds = this.#lives.secondsLeft(session)
    // A save has set the life already.
    const kept = seconds === this.#lives.idleSeconds || this.#standing.get(session)?.content !== undefined
    if (kept || seconds <= 0) done()
    else this.#client.expire(keysOf(sid), seconds).then(() => done(), done)
  }

  override createSession(req: Request, data: SessionData) {
    const session = super.createSession(req, data)
    this.#carry(data, session)
    return session
  }

  /** The next save of `next` takes the place of `session`, under whichever id `next` has. */
  supersede(session: object, next: object): void {
    this.#carry(session, next)
  }

  /** The session in the place of this id as it is now, under whichever id; null where there is none. Changes nothing. */
  async successor(sid: string): Promise<SessionData | null> {
    const lying = await this.#client.read(keysOf(sid)[0])
    return lying && this.#opened(sid, lying)
  }

  /** Undefined for a session that has just begun. */
  visitsOf(session: object): Visits | undefined {
    return this.#standing.get(session)?.visited
  }

  async #visit(sid: string): Promise<SessionData | null> {
    const tag = tagOf(sid)
    const { idleSeconds, requests } = this.#lives
    const visited = await this.#client.visit(keysOf(sid), tag, idleSeconds, requests)
    const session = visited && this.#opened(sid, { tag, sealed: visited.sealed }, visited)
    if (!session || this.#lives.secondsLeft(session) > 0) return session
    // A visit that broke off may have prolonged a session beyond its end: its content says so then.
    await this.#client.end(keysOf(sid), ENDED_SECONDS)
    return null
  }

  #opened(sid: string, { tag, sealed }: Lying, visited?: Visits): SessionData | null {
    const text = this.#sealer.open(sealed, contextOf(sid, tag))
    if (text === undefined) return null
    const session = JSON.parse(text) as SessionData
    this.#standing.set(session, { was: { tag, version: versionOf(sealed) }, ...(visited && { visited }) })
    return session
  }

  async #save(sid: string, session: SessionData): Promise<void> {
    const content = JSON.stringify(session)
    const standing = this.#standing.get(session)
    // At the end of a request express-session saves again what a handler has saved under a new id.
    if (standing?.content === content) return
    const seconds = this.#lives.secondsLeft(session)
    // Redis knows no life of 0 seconds: at its absolute end a session is over like any other.
    if (seconds <= 0) throw new SessionOver()
    const tag = tagOf(sid)
    const sealed = this.#sealer.seal(content, contextOf(sid, tag))
    const replaced = await this.#client
      .replace(keysOf(sid), standing?.was, { tag, sealed }, seconds)
      .catch(error => this.#keptAfterAll(sid, sealed, error))
    if (replaced === 'newer') throw new SessionNewer()
    if (replaced !== 'kept') throw new SessionOver()
    this.#standing.set(session, { ...standing, was: { tag, version: versionOf(sealed) }, content })
  }

  /** Where the reply is lost the old id may be dead already, and nobody has the new one yet: the place tells. */
  async #keptAfterAll(sid: string, sealed: string, error: unknown): Promise<Replaced> {
    if (!(error instanceof Unavailable)) throw error
    const lying = await askedAgain(() => this.#client.read(keysOf(sid)[0]), LOOKS_MS)
    if (lying?.sealed !== sealed) throw error
    return 'kept'
  }

  #carry(from: object, to: object): void {
    const { was, visited } = this.#standing.get(from) ?? {}
    if (was) this.#standing.set(to, { was, ...(visited && { visited }) })
  }
}

const contextOf = (sid: string, tag: string): string => `session ${placeOf(sid)} ${tag}`
