import { RedisStore } from 'connect-redis'
import type { Request } from 'express'
import type { SessionData } from 'express-session'
import type { Sealer } from '../domain/seal.ts'
import { SessionOver } from '../ports.ts'

/** The commands that `RedisStore` sends, as ioredis spells them, and two of ours. */
export interface SessionClient {
  /** Reads a value and gives it so long to live from now on; null where nothing is. */
  visit(key: string, seconds: number): Promise<string | null>
  set(key: string, value: string, ex: 'EX', seconds: number): Promise<unknown>
  expire(key: string, seconds: number): Promise<unknown>
  del(keys: string[]): Promise<unknown>
  /** Sets what is there already; false where nothing is. */
  replace(key: string, value: string, seconds: number): Promise<boolean>
}

export interface Lives {
  /** What each visit gives a session. */
  idleSeconds: number
  /** Whole seconds that a session with this content has left to live, `idleSeconds` at most. */
  secondsLeft(session: Partial<SessionData>): number
}

/** The store for express-session: the whole session sealed (S-13), kept for as long as `lives` say (S-3). */
export function sessionStore(client: SessionClient, sealer: Sealer, lives: Lives) {
  return new SealedStore(client, sealed(sealer), lives)
}

const PREFIX = 's:'
/** Opened by no key. It stays for as long as a request that began before it can take. */
const SUPERSEDED = { value: '-', seconds: 60 }

/**
 * A visit reads the session and prolongs it with one command; what has less left to live than a visit gives, near its
 * absolute end or after the journey's, is touched as well when the request is over. At that end express-session touches what
 * a handler has saved already, or saves it again where the id is new: that save has written it all and set its life, or has
 * failed and said so. And a session that was ended while a request was under way stays so: what the request would save, or
 * go on with under a new id, is refused with `SessionOver` (S-4, S-12).
 */
class SealedStore extends RedisStore {
  readonly #saved = new WeakMap<SessionData, string>()
  readonly #loaded = new WeakSet<SessionData>()
  readonly #lives: Lives
  readonly #replace: (sid: string, value: string, seconds: number) => Promise<boolean>

  constructor(client: SessionClient, serializer: ReturnType<typeof sealed>, lives: Lives) {
    const get = (key: string) => client.visit(key, lives.idleSeconds)
    super({ client: { ...client, get }, prefix: PREFIX, ttl: lives.secondsLeft, serializer })
    this.#lives = lives
    // Redis knows no life of 0 seconds: at its absolute end a session is over like any other.
    this.#replace = async (sid, value, seconds) => seconds > 0 && client.replace(PREFIX + sid, value, seconds)
  }

  /** A visit that broke off may have prolonged a session beyond its end: its content says so then. */
  override async get(sid: string, done: (error: unknown, session?: SessionData | null) => void) {
    return super.get(sid, (error: unknown, session?: SessionData | null) => {
      if (!session || this.#lives.secondsLeft(session) > 0) return done(error, session)
      return this.destroy(sid, (error?: unknown) => done(error, null))
    })
  }

  override createSession(req: Request, data: SessionData) {
    const session = super.createSession(req, data)
    this.#loaded.add(session)
    return session
  }

  override async set(sid: string, session: SessionData, done?: (error?: unknown) => void) {
    const content = JSON.stringify(session)
    if (this.#saved.get(session) === content) return done?.()
    this.#saved.set(session, content)
    if (!this.#loaded.has(session)) return super.set(sid, session, done)
    const kept = this.#replace(sid, this.serializer.stringify(session), this.#lives.secondsLeft(session))
    return done?.(await kept.then(there => (there ? undefined : new SessionOver()), asIs))
  }

  override async touch(sid: string, session: SessionData, done?: (error?: unknown) => void) {
    const asVisited = this.#lives.secondsLeft(session) === this.#lives.idleSeconds
    return asVisited || this.#saved.has(session) ? done?.() : super.touch(sid, session, done)
  }

  /**
   * Ends a session that goes on under another id; `SessionOver` where it was ended meanwhile. Several may do so at once: a
   * form that was sent twice is answered twice.
   */
  async supersede(sid: string): Promise<void> {
    if (!(await this.#replace(sid, SUPERSEDED.value, SUPERSEDED.seconds))) throw new SessionOver()
  }
}

const asIs = (error: unknown) => error

function sealed(sealer: Sealer) {
  return {
    stringify: (session: SessionData) => sealer.seal(JSON.stringify(session), 'session'),
    parse(text: string) {
      const session = sealer.open(text, 'session')
      // connect-redis hands null on, and express-session reads it as "no such session".
      return (session === undefined ? null : JSON.parse(session)) as SessionData
    },
  }
}
