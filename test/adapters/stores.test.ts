import { after, before, describe } from 'node:test'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { startRedis } from '../support/redis.ts'
import { startCluster } from '../support/redis-cluster.ts'
import { startSentinelSet } from '../support/redis-sentinel.ts'
import { memoryStores, redisStores, type Stores } from '../support/stores.ts'
import { besideContract } from './contract/beside.ts'
import { codeContract } from './contract/code-ledger.ts'
import { dayBookContract } from './contract/day-book.ts'
import { deliveriesContract } from './contract/deliveries.ts'
import { limiterContract } from './contract/limiter.ts'
import { livePagesContract } from './contract/live-pages.ts'
import { onceContract } from './contract/once.ts'
import { outboxContract } from './contract/outbox.ts'
import { referencesContract } from './contract/references.ts'
import { sendsContract } from './contract/sends.ts'
import { sessionContract } from './contract/sessions.ts'
import { unsentContract } from './contract/unsent.ts'
import { unsettledContract } from './contract/unsettled.ts'

const contracts = [
  codeContract,
  deliveriesContract,
  sendsContract,
  unsentContract,
  limiterContract,
  unsettledContract,
  besideContract,
  onceContract,
  outboxContract,
  sessionContract,
  referencesContract,
  livePagesContract,
  dayBookContract,
]

describe('in this process', () => {
  const stores = memoryStores()
  for (const contract of contracts) contract(() => stores)
})

const forms: Record<string, () => Promise<{ client(): Promise<RedisClient>; stop(): Promise<void> }>> = {
  'in Redis': startRedis,
  'in a Redis that sentinels watch': startSentinelSet,
  'in a Redis cluster of three masters': startCluster,
}

for (const [where, start] of Object.entries(forms))
  describe(where, () => {
    let redis: Awaited<ReturnType<typeof start>>
    let stores: Stores
    before(async () => {
      redis = await start()
      stores = redisStores(await redis.client())
    })
    after(() => redis.stop())
    for (const contract of contracts) contract(() => stores)
  })
