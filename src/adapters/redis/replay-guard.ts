import { createHash } from 'node:crypto'
import type { ReplayGuard } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './last-look.ts'

/** Used proofs in Redis, one key each until the proof expires (C-2). Throws `Unavailable`. */
export function redisReplayGuard(client: RedisClient): ReplayGuard {
  return {
    async useOnce(id, ttlSeconds) {
      // Hashed without a key: during a rotation two instances would store one proof under two names.
      const name = createHash('sha256').update(id).digest('base64url')
      return (await orUnavailable(client.set(`p:${name}`, '', 'EX', ttlSeconds, 'NX'))) === 'OK'
    },
  }
}
