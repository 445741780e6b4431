import { createHash } from 'node:crypto'
import type { ReplayGuard } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './last-look.ts'

export function redisReplayGuard(client: RedisClient): ReplayGuard {
  return {
    async useOnce(id, ttlSeconds) {
      // Hashed without a key: during a rotation two instances would store one proof under two names. Of 132 bits: who makes two
      // proofs of one name spends one of their own with the other.
      const name = createHash('sha256').update(id).digest('base64url').slice(0, 22)
      return (await orUnavailable(client.set(`p:${name}`, '', 'EX', ttlSeconds, 'NX'))) === 'OK'
    },
  }
}
