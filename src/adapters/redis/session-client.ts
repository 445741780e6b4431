import type { SessionClient } from '../session-store.ts'
import type { RedisClient } from './client.ts'
import { reached } from './reached.ts'

/** Redis as the session store wants it. Every call throws `Unavailable`. */
export function redisSessionClient(client: RedisClient): SessionClient {
  return {
    visit: (key, seconds) => reached(client.getex(key, 'EX', seconds)),
    set: (key, value, _ex, seconds) => reached(client.set(key, value, 'EX', seconds)),
    replace: async (key, value, seconds) => (await reached(client.set(key, value, 'EX', seconds, 'XX'))) === 'OK',
    expire: (key, seconds) => reached(client.expire(key, seconds)),
    del: keys => reached(client.del(keys)),
  }
}
