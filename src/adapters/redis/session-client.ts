import type { Replaced, SessionClient } from '../session-client.ts'
import type { RedisClient } from './client.ts'
import { reached } from './reached.ts'
import { script } from './script.ts'

/** Sessions in Redis: each step one script on one key. */
export function redisSessionClient(client: RedisClient): SessionClient {
  const visit = script<[sealed: string, visits: number, secondsLeft: number] | null>(client, 'visit-session')
  const replace = script<Replaced>(client, 'replace-session')
  const end = script<unknown>(client, 'end-session')

  return {
    async visit(key, tag, seconds, [, window]) {
      const there = await visit([key], [tag, seconds, window])
      return there && { sealed: there[0], visits: there[1], secondsLeft: there[2] }
    },
    async read(key) {
      const [tag, sealed] = await reached(client.hmget(key, 'i', 'b'))
      return tag && sealed ? { tag, sealed } : null
    },
    replace: (key, was, next, seconds) =>
      replace([key], [was?.tag ?? '', was?.version ?? '', next.tag, next.sealed, seconds]),
    end: async (key, seconds) => void (await end([key], [seconds])),
    expire: async (key, seconds) => void (await reached(client.pexpire(key, seconds * 1000))),
  }
}
