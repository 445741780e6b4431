import type { KeyedHash } from '../../domain/keyed-hash.ts'
import type { Limiter } from '../../ports.ts'
import type { RedisClient } from './client.ts'
import { reached } from './reached.ts'
import { script } from './script.ts'

/** Sliding windows in Redis (ID-8); `hash` names the bucket, whose key may be a member's identifier (L-5). Throws `Unavailable`. */
export function redisLimiter(client: RedisClient, hash: KeyedHash): Limiter {
  const take = script<number>(client, 'take')
  return {
    async take(key, windows) {
      const retryAfterSeconds = await take([`l:${hash.of(key)}`], windows.flat())
      return retryAfterSeconds ? { allowed: false, retryAfterSeconds } : { allowed: true }
    },

    async giveBack(key) {
      await reached(client.zpopmax(`l:${hash.of(key)}`))
    },
  }
}
