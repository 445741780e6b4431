import { randomBytes } from 'node:crypto'
import { memoryCodeLedger } from '../../src/adapters/memory/code-ledger.ts'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { memorySpentProofs } from '../../src/adapters/memory/spent-proofs.ts'
import { memorySupportReferences } from '../../src/adapters/memory/support-references.ts'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { redisCodeLedger } from '../../src/adapters/redis/code-ledger.ts'
import { redisLimiter } from '../../src/adapters/redis/limiter.ts'
import { redisSpentProofs } from '../../src/adapters/redis/spent-proofs.ts'
import { redisSupportReferences } from '../../src/adapters/redis/support-references.ts'
import { Limits } from '../../src/config/limits.ts'
import { KeyedHash } from '../../src/domain/keyed-hash.ts'
import type { CodeLedger, Limiter, SpentProofs, SupportReferences } from '../../src/ports.ts'
import { passTime } from './pass-time.ts'

/** One implementation of each port that keeps something, and a way to let time pass for it. */
export interface Stores {
  codes: CodeLedger
  limiter: Limiter
  proofs: SpentProofs
  references: SupportReferences
  advance(seconds: number): Promise<void>
}

/** Those in Redis, by the usual limits; `secrets` are the HMAC keys, newest first. */
export function redisStores(client: RedisClient, secrets = [randomBytes(32)]): Stores {
  const hash = new KeyedHash(secrets, 'redis-key')
  return {
    codes: redisCodeLedger(client, hash, Limits.parse({})),
    limiter: redisLimiter(client, hash),
    proofs: redisSpentProofs(client),
    references: redisSupportReferences(client, hash),
    advance: seconds => passTime(client, seconds),
  }
}

/** Those in this process, by the usual limits and a clock that only `advance` moves. */
export function memoryStores(): Stores {
  let time = 0
  const now = () => time
  return {
    codes: memoryCodeLedger(Limits.parse({}), now),
    limiter: memoryLimiter(now),
    proofs: memorySpentProofs(now),
    references: memorySupportReferences(now),
    async advance(seconds) {
      time += seconds * 1000
    },
  }
}
