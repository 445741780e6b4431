import { isDeepStrictEqual } from 'node:util'
import { Cluster } from 'ioredis'
import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import { type Holder, lastOf } from '../../domain/identity/active-session.ts'
import type { Replaced, SessionClient } from '../sessions/session-client.ts'
import type { RedisClient } from './client.ts'
import { rawScript, script } from './script.ts'
import { sendFirst } from './scripts/chain.ts'
import { itemsOf, logsOf } from './scripts/limit-links.ts'

export function redisSessionClient(client: RedisClient, hash: KeyedHash): SessionClient {
  const run = <Reply>(name: string) => script<Reply>(client, `sessions/${name}`, 'sessions/session')
  const raw = <Reply>(name: string) => rawScript<Reply>(client, `sessions/${name}`, 'sessions/session')
  const visit = raw<[Buffer, number, number, number, Buffer[]] | null>('visit-session')
  const read = raw<[Buffer, Buffer] | null>('read-session')
  const replace = run<Replaced>('replace-session')
  const end = run<unknown>('end-session')
  const expire = run<unknown>('expire-session')

  return {
    async visit(keys, tag, [, window]) {
      const there = await visit(keys, [tag, window])
      if (!there) return null
      const [sealed, visits, secondsLeft, life, last] = there
      // False while HMAC keys are rotated: a later proof may be in logs that were not named when this was saved.
      const holds = (holder: Holder) => isDeepStrictEqual(last.map(String), itemsOf(hash, lastOf(holder)))
      return { sealed, visits, secondsLeft, life, holds }
    },
    async read(key) {
      const there = await read([key], [])
      return there && { tag: String(there[0]), sealed: there[1] }
    },
    async replace(keys, was, { tag, sealed, flow, holder }, seconds) {
      const named = !was && flow ? hash.of(flow) : ''
      const logs = holder && !(client instanceof Cluster) ? logsOf(hash, lastOf(holder)).join(' ') : ''
      const args = [was?.tag ?? '', was?.version ?? '', tag, sealed, seconds, named, logs]
      return (await sendFirst(client, { script: replace, keys, args })) as Replaced
    },
    end: async (keys, seconds) => void (await end(keys, [seconds])),
    expire: async (keys, seconds) => void (await expire(keys, [seconds * 1000])),
  }
}
