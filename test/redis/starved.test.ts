import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { redisStores } from '../support/stores.ts'

let redis: TestRedis
let client: RedisClient
before(async () => {
  redis = await startRedis()
  client = await redis.client()
})
after(() => redis.stop())

test('a busy process does not blame Redis for replies that it has not read yet (F16, REL-R1)', async () => {
  const { proofs } = redisStores(client)
  await proofs.useOnce('the connection is warm', 60)
  for (let round = 0; round < 3; round++) {
    const spent = proofs.useOnce(`id ${round}`, 60)
    // Longer than any time limit: the timers are due before the socket has been read once.
    for (const end = performance.now() + 1200; performance.now() < end; );
    assert.equal(await spent, true)
  }
})
