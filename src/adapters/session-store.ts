import { RedisStore } from 'connect-redis'
import type { Request } from 'express'
import type { SessionData, Store } from 'express-session'
import type { Sealer } from '../domain/seal.ts'
import { SessionOver } from '../ports.ts'

/** The commands that `RedisStore` sends, as ioredis spells them, and one of ours. */
export interface SessionClient {
  get(key: string): Promise<string | null>
  set(key: string, value: string, ex: 'EX', seconds: number): Promise<unknown>
  expire(key: string, seconds: number): Promise<unknown>
  del(keys: string[]): Promise<unknown>
  /** Sets what is there already; false where nothing is. */
  replace(key: string, value: string, seconds: number): Promise<boolean>
}

/** The store for express-session: the whole session sealed (S-13), kept for as many whole seconds as `ttlSeconds` says (S-3). */
export function sessionStore(
  client: SessionClient,
  sealer: Sealer,
  ttlSeconds: (session: SessionData) => number,
): Store {
  return new CarefulStore(client, sealed(sealer), ttlSeconds)
}

const PREFIX = 's:'

/**
 * At the end express-session touches what a handler has saved already, or saves it again where the id is new: that save
 * has written it all and set its life, or has failed and said so. And a session that was ended while a request was under
 * way stays so: what the request would save is refused with `SessionOver` (S-4, S-12).
 */
class CarefulStore extends RedisStore {
  readonly #saved = new WeakMap<SessionData, string>()
  readonly #loaded = new WeakSet<SessionData>()
  readonly #replace: (sid: string, session: SessionData) => Promise<boolean>

  constructor(client: SessionClient, serializer: ReturnType<typeof sealed>, ttl: (session: SessionData) => number) {
    super({ client, prefix: PREFIX, ttl, serializer })
    this.#replace = async (sid, session) => {
      const seconds = ttl(session)
      // Redis knows no life of 0 seconds: at its absolute end a session is over like any other.
      return seconds > 0 && client.replace(PREFIX + sid, serializer.stringify(session), seconds)
    }
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
    return this.#saved.has(session) ? done?.() : super.touch(sid, session, done)
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
