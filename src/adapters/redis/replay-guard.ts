import { createHash } from 'node:crypto'
import type { ReplayGuard } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './last-look.ts'

/** Spent proofs in Redis, one key each until the proof would have expired anyway (C-2). Throws `Unavailable`. */
export function redisReplayGuard(client: RedisClient): ReplayGuard {
  return {
    async useOnce(id, ttlSeconds) {
      // No key in the hash: during a rotation two instances would remember one proof under two names.
      const name = createHash('sha256').update(id).digest('base64url')
      return (await orUnavailable(client.set(`p:${name}`, '', 'EX', ttlSeconds, 'NX'))) === 'OK'
    },
  }
}
