import { RedisStore } from 'connect-redis'
import type { Request } from 'express'
import type { SessionData, Store } from 'express-session'
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

/** Whole seconds that a session has left to live; of an empty one, those that every visit gives it. */
type SecondsLeft = (session: Partial<SessionData>) => number

/** The store for express-session: the whole session sealed (S-13), kept for as long as `secondsLeft` says (S-3). */
export function sessionStore(client: SessionClient, sealer: Sealer, secondsLeft: SecondsLeft): Store {
  return new CarefulStore(client, sealed(sealer), secondsLeft)
}

const PREFIX = 's:'

/**
 * A visit reads the session and prolongs it with one command; what has less left to live than a visit gives, near its
 * absolute end or after the journey's, is touched as well when the request is over. At that end express-session touches what
 * a handler has saved already, or saves it again where the id is new: that save has written it all and set its life, or has
 * failed and said so. And a session that was ended while a request was under way stays so: what the request would save is
 * refused with `SessionOver` (S-4, S-12).
 */
class CarefulStore extends RedisStore {
  readonly #saved = new WeakMap<SessionData, string>()
  readonly #loaded = new WeakSet<SessionData>()
  readonly #secondsLeft: SecondsLeft
  readonly #replace: (sid: string, session: SessionData) => Promise<boolean>

  constructor(client: SessionClient, serializer: ReturnType<typeof sealed>, secondsLeft: SecondsLeft) {
    const get = (key: string) => client.visit(key, secondsLeft({}))
    super({ client: { ...client, get }, prefix: PREFIX, ttl: secondsLeft, serializer })
    this.#secondsLeft = secondsLeft
    this.#replace = async (sid, session) => {
      const seconds = secondsLeft(session)
      // Redis knows no life of 0 seconds: at its absolute end a session is over like any other.
      return seconds > 0 && client.replace(PREFIX + sid, serializer.stringify(session), seconds)
    }
  }

  /** A visit that broke off may have prolonged a session beyond its absolute end: its content says so then. */
  override async get(sid: string, done: (error: unknown, session?: SessionData | null) => void) {
    return super.get(sid, (error: unknown, session?: SessionData | null) =>
      done(error, session && this.#secondsLeft(session) > 0 ? session : null),
    )
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
    const error = await this.#replace(sid, session).then(there => (there ? undefined : new SessionOver()), asIs)
    return done?.(error)
  }

  override async touch(sid: string, session: SessionData, done?: (error?: unknown) => void) {
    const asVisited = this.#secondsLeft(session) === this.#secondsLeft({})
    return asVisited || this.#saved.has(session) ? done?.() : super.touch(sid, session, done)
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
