import { createHash } from 'node:crypto'
import type { ReplayGuard } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { script } from './script.ts'

const NAME_BYTES = 16

/** All in one sorted set: a key for each would take four times the memory. Throws `Unavailable`. */
export function redisReplayGuard(client: RedisClient): ReplayGuard {
  const spend = script<0 | 1>(client, 'proofs/spend-proof')
  return {
    async useOnce(id, ttlSeconds) {
      // Hashed without a key, since during a rotation two instances would store one proof under two names. 128 bits are enough:
      // whoever finds two proofs with one name only loses one of their own.
      const name = createHash('sha256').update(id).digest().subarray(0, NAME_BYTES)
      return (await spend(['p:spent'], [name, ttlSeconds])) === 1
    },
  }
}
