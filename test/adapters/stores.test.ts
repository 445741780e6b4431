import { after, before, describe } from 'node:test'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { memoryStores, redisStores, type Stores } from '../support/stores.ts'
import { codeContract } from './contract/code-ledger.ts'
import { limiterContract } from './contract/limiter.ts'
import { onceContract } from './contract/once.ts'
import { sendsContract } from './contract/sends.ts'

const contracts = [codeContract, sendsContract, limiterContract, onceContract]

describe('in this process', () => {
  const stores = memoryStores()
  for (const contract of contracts) contract(() => stores)
})

describe('in Redis', () => {
  let redis: TestRedis
  let stores: Stores
  before(async () => {
    redis = await startRedis()
    stores = redisStores(await redis.client())
  })
  after(() => redis.stop())
  for (const contract of contracts) contract(() => stores)
})

describe('in a Redis cluster', () => {
  let redis: TestRedis
  let stores: Stores
  before(async () => {
    redis = await startRedis('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1')
    stores = redisStores(await clusterOfOne(redis))
  })
  after(() => redis.stop())
  for (const contract of contracts) contract(() => stores)
})

async function clusterOfOne(redis: TestRedis) {
  const node = await redis.client()
  await node.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
  return redis.client(`redis+cluster://127.0.0.1:${redis.port}`)
}
