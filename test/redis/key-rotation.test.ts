import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { redisStores } from '../support/stores.ts'

describe('while the HMAC keys are rotated', () => {
  let redis: TestRedis
  before(async () => {
    redis = await startRedis()
  })
  after(() => redis.stop())

  it('a member whose code was sent before goes on with it, wait and tries included', async () => {
    const client = await redis.client()
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const before = redisStores(client, [older]).codes
    const since = redisStores(client, [newer, older]).codes
    const slot = { flow: randomUUID(), channel: 'sms' } as const
    await before.issue(slot, { destination: 'here', mac: 'right' })
    assert.equal((await since.issue(slot, { destination: 'here', mac: 'newer' })).kind, 'wait')
    assert.deepEqual(await since.check(slot, ['wrong']), { kind: 'wrong', left: 4 })
    assert.deepEqual(await before.check(slot, ['wrong']), { kind: 'wrong', left: 3 })
    assert.deepEqual(await since.check(slot, ['right']), { kind: 'right' })
  })

  it('a member who begins since is known by the newer key alone', async () => {
    const client = await redis.client()
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const slot = { flow: randomUUID(), channel: 'sms' } as const
    await redisStores(client, [newer, older]).codes.issue(slot, { destination: 'here', mac: 'right' })
    assert.deepEqual(await redisStores(client, [newer]).codes.check(slot, ['right']), { kind: 'right' })
  })
})
