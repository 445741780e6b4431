import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { redisReplayGuard } from '../../src/adapters/redis/replay-guard.ts'
import { passTime } from '../support/pass-time.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { tapReplies } from '../support/reply-tap.ts'

describe('spent proofs', () => {
  let redis: TestRedis
  let tap: Awaited<ReturnType<typeof tapReplies>>
  before(async () => {
    redis = await startRedis()
    tap = await tapReplies(redis.port)
  })
  after(async () => {
    tap.close()
    await redis.stop()
  })

  it('are spent if the reply is lost, and who sent it does not know (F16, C-2)', async () => {
    const [proofs, id] = [redisReplayGuard(await redis.client(tap.url)), randomUUID()]
    const lost = tap.lose('spend-proof', 'cut')
    await assert.rejects(proofs.useOnce(id, 300), { name: 'Unavailable' })
    assert.ok(lost.met)
    assert.equal(await redisReplayGuard(await redis.client()).useOnce(id, 300), false)
  })

  it('are in one key, which forgets each at its time and goes with the last (REL-R9)', async () => {
    const client = await redis.client()
    const proofs = redisReplayGuard(client)
    for (const seconds of [300, 60]) await proofs.useOnce(randomUUID(), seconds)
    const [key, ...others] = await client.keys('*')
    assert.deepEqual(others, [])
    assert.ok((await client.ttl(key!)) > 290)
    await passTime(client, 60)
    await proofs.useOnce(randomUUID(), 10)
    assert.equal(await client.zcard(key!), 3)
    await passTime(client, 240)
    assert.equal(await client.exists(key!), 0)
  })
})
