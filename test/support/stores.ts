import { randomBytes } from 'node:crypto'
import { ExpiringMap } from '../../src/adapters/memory/expiring-map.ts'
import { createMemoryStore } from '../../src/adapters/memory/index.ts'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { memoryReplayGuard } from '../../src/adapters/memory/replay-guard.ts'
import { createBell } from '../../src/adapters/redis/assistance/bell.ts'
import { redisDayBook } from '../../src/adapters/redis/assistance/day-book.ts'
import { redisFollowed } from '../../src/adapters/redis/assistance/followed.ts'
import { redisSharedPage } from '../../src/adapters/redis/assistance/shared-page.ts'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { redisCodeLedger } from '../../src/adapters/redis/code-ledger.ts'
import { redisLimiter } from '../../src/adapters/redis/limiter.ts'
import { redisOutbox } from '../../src/adapters/redis/outbox.ts'
import { redisReplayGuard } from '../../src/adapters/redis/replay-guard.ts'
import { redisSessionClient } from '../../src/adapters/redis/session-client.ts'
import type { SessionClient } from '../../src/adapters/sessions/session-client.ts'
import { referenceKey } from '../../src/adapters/sessions/session-keys.ts'
import { createSessionStore } from '../../src/adapters/sessions/session-store.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { keyedNames } from '../../src/domain/crypto/keyed-hash.ts'
import { Sealer } from '../../src/domain/crypto/seal.ts'
import type { CodeLedger, DayBook, Followed, Limiter, Outbox, ReplayGuard, SharedPage } from '../../src/ports/index.ts'
import { secondsLeft } from '../../src/web/middleware/session.ts'
import { passTime } from './pass-time.ts'

/** One implementation of each port that keeps something, and a way to let time pass for it. */
export interface Stores {
  codes: CodeLedger
  limiter: Limiter
  outbox: Outbox
  proofs: ReplayGuard
  /** How long a support reference still names this flow; 0 if it does not. */
  referenceSeconds(reference: string, flow: string): Promise<number>
  /** Keeps a session by the usual lifetimes: 1200 s from its last visit. */
  sessions: ReturnType<typeof createSessionStore>
  shared: SharedPage
  followed: Followed
  days: DayBook
  advance(seconds: number): Promise<void>
}

/** Those in Redis, by the usual limits; `secrets` are the HMAC keys, newest first. */
export function redisStores(client: RedisClient, secrets = [randomBytes(32)], viewKeys = [randomBytes(32)]): Stores {
  const hash = keyedNames(secrets)
  const sealer = new Sealer(viewKeys)
  return {
    codes: redisCodeLedger(client, hash, Limits.parse({})),
    limiter: redisLimiter(client, hash),
    outbox: redisOutbox({ client, hash, sealer: new Sealer(secrets), limits: Limits.parse({}).outbox }),
    proofs: redisReplayGuard(client),
    sessions: asUsual(redisSessionClient(client, hash)),
    shared: redisSharedPage({ client, hash, sealer }),
    followed: redisFollowed({ client, sealer, limits: Limits.parse({}), bell: createBell(client) }),
    days: redisDayBook(client),
    async referenceSeconds(reference, flow) {
      const key = referenceKey(reference)
      return (await client.get(key)) === hash.of(flow) ? client.ttl(key) : 0
    },
    advance: seconds => passTime(client, seconds),
  }
}

/** Those in this process, by the usual limits and a clock that only `advance` moves. */
export function memoryStores(): Stores {
  let time = 0
  const now = () => time
  const references = new ExpiringMap<string>(now)
  const { ledger, outbox, sessions, shared, followed, days } = createMemoryStore(Limits.parse({}), { now, references })
  return {
    codes: ledger,
    limiter: memoryLimiter(now),
    outbox,
    proofs: memoryReplayGuard(now),
    sessions: asUsual(sessions),
    shared,
    followed,
    days,
    async referenceSeconds(reference, flow) {
      const key = referenceKey(reference)
      return references.get(key) === flow ? references.seconds(key) : 0
    },
    async advance(seconds) {
      time += seconds * 1000
    },
  }
}

function asUsual(client: SessionClient): ReturnType<typeof createSessionStore> {
  const limits = Limits.parse({})
  return createSessionStore(client, new Sealer([randomBytes(32)]), {
    requests: limits.session.requests,
    secondsLeft: data => secondsLeft(limits, data),
  })
}
