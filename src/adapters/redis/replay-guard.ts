import { createHash } from 'node:crypto'
import type { ReplayGuard } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { script } from './script.ts'

const NAME_BYTES = 16

/** All in one key: each for itself would take four times the memory. Throws `Unavailable`. */
export function redisReplayGuard(client: RedisClient): ReplayGuard {
  const spend = script<0 | 1>(client, 'proofs/spend-proof')
  return {
    async useOnce(id, ttlSeconds) {
      // Hashed without a key: during a rotation two instances would store one proof under two names. Of 128 bits: who makes two
      // proofs of one name spends one of their own with the other.
      const name = createHash('sha256').update(id).digest().subarray(0, NAME_BYTES)
      return (await spend(['p:spent'], [name, ttlSeconds])) === 1
    },
  }
}
