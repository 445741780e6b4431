import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import type { Replaced, SessionClient } from '../sessions/session-client.ts'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './last-look.ts'
import { script } from './script.ts'

export function redisSessionClient(client: RedisClient, hash: KeyedHash): SessionClient {
  const visit = script<[sealed: string, visits: number, secondsLeft: number] | null>(client, 'sessions/visit-session')
  const replace = script<Replaced>(client, 'sessions/replace-session')
  const end = script<unknown>(client, 'sessions/end-session')
  const expire = script<unknown>(client, 'sessions/expire-session')

  return {
    async visit(keys, tag, seconds, [, window]) {
      const there = await visit(keys, [tag, seconds, window])
      return there && { sealed: there[0], visits: there[1], secondsLeft: there[2] }
    },
    async read(key) {
      const [tag, sealed] = await orUnavailable(client.hmget(key, 'i', 'b'))
      return tag && sealed ? { tag, sealed } : null
    },
    replace(keys, was, { tag, sealed, flow }, seconds) {
      const named = !was && flow ? hash.of(flow) : ''
      return replace(keys, [was?.tag ?? '', was?.version ?? '', tag, sealed, seconds, named])
    },
    end: async (keys, seconds) => void (await end(keys, [seconds])),
    expire: async (keys, seconds) => void (await expire(keys, [seconds * 1000])),
  }
}
