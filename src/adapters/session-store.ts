import { RedisStore } from 'connect-redis'
import type { SessionData, Store } from 'express-session'
import type { Sealer } from '../domain/seal.ts'

/** The commands that `RedisStore` sends, as ioredis spells them. */
export interface SessionClient {
  get(key: string): Promise<string | null>
  set(key: string, value: string, ex: 'EX', seconds: number): Promise<unknown>
  expire(key: string, seconds: number): Promise<unknown>
  del(keys: string[]): Promise<unknown>
}

/** The store for express-session: the whole session sealed (S-13), kept for as many whole seconds as `ttlSeconds` says (S-3). */
export function sessionStore(
  client: SessionClient,
  sealer: Sealer,
  ttlSeconds: (session: SessionData) => number,
): Store {
  return new SparingStore({ client, prefix: 's:', ttl: ttlSeconds, serializer: sealed(sealer) })
}

/**
 * At the end express-session touches what a handler has saved already, or saves it again where the id is new: that save
 * has written it all and set its life, or has failed and said so.
 */
class SparingStore extends RedisStore {
  readonly #saved = new WeakMap<SessionData, string>()

  override async set(sid: string, session: SessionData, done?: (error?: unknown) => void) {
    const content = JSON.stringify(session)
    if (this.#saved.get(session) === content) return done?.()
    this.#saved.set(session, content)
    return super.set(sid, session, done)
  }

  override async touch(sid: string, session: SessionData, done?: (error?: unknown) => void) {
    return this.#saved.has(session) ? done?.() : super.touch(sid, session, done)
  }
}

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
