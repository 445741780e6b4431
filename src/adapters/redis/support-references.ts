import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import type { SupportReferences } from '../../ports/index.ts'
import { createSupportReferences } from '../sessions/support-references.ts'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './last-look.ts'

export function redisSupportReferences(client: RedisClient, hash: KeyedHash): SupportReferences {
  return createSupportReferences({
    claim: async (key, flow, ttlSeconds) =>
      (await orUnavailable(client.set(key, hash.of(flow), 'EX', ttlSeconds, 'NX'))) === 'OK',
    drop: async key => void (await orUnavailable(client.del(key))),
  })
}
