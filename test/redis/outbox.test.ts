import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { redisOutbox } from '../../src/adapters/redis/outbox.ts'
import { OutboxLimits } from '../../src/config/limits/index.ts'
import { keyedNames } from '../../src/domain/crypto/keyed-hash.ts'
import { Sealer } from '../../src/domain/crypto/seal.ts'
import type { ActivationWork, NoticeWork } from '../../src/ports/index.ts'
import { passTime } from '../support/pass-time.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'

describe('the outbox in Redis', () => {
  let redis: TestRedis
  before(async () => {
    redis = await startRedis()
  })
  after(() => redis.stop())

  /** An outbox with these keys, newest first. */
  async function outboxWith(keys: readonly Buffer[], limits: Partial<OutboxLimits> = {}) {
    const client = await redis.client()
    const hash = keyedNames(keys)
    return redisOutbox({ client, hash, sealer: new Sealer(keys), limits: { ...OutboxLimits.parse({}), ...limits } })
  }
  const emptied = async () => void (await (await redis.client()).flushdb())

  it('holds a job no longer than its life, and nothing of it after', async () => {
    await emptied()
    const client = await redis.client()
    const outbox = await outboxWith([randomBytes(32)], { lifetimeSeconds: 1, activationWaitsSeconds: [2] })
    await outbox.begin(activation())
    await sleep(1100)
    assert.deepEqual(await outbox.claim(9), [])
    assert.equal(await client.xlen('{outbox}:jobs'), 0)
    assert.deepEqual(await client.keys('{outbox}:flow:*'), [])
    await sleep(1000)
    await outbox.claim(9)
    assert.deepEqual(await outbox.state(), { depth: 0, oldestSeconds: 0, stuck: false })
  })

  it('marks the last try', async () => {
    await emptied()
    const outbox = await outboxWith([randomBytes(32)], { lifetimeSeconds: 3, activationWaitsSeconds: [1] })
    await outbox.begin(activation())
    await sleep(1100)
    assert.equal((await outbox.claim(9))[0]?.last, false)
    await sleep(1100)
    assert.equal((await outbox.claim(9))[0]?.last, true)
  })

  it('goes on with jobs that were written before the keys were rotated', async () => {
    await emptied()
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const [before, since] = [await outboxWith([older]), await outboxWith([newer, older])]
    const work = activation()
    await before.begin(work)
    await since.begin(work)
    assert.deepEqual(await since.status(work.flow), { kind: 'pending' })
    await passTime(await redis.client(), 5)
    const [job] = await since.claim(9)
    assert.deepEqual(job?.work, work)
    await since.finish(work.flow, { kind: 'already-active' }, [])
    assert.deepEqual(await since.status(work.flow), { kind: 'already-active' })
    assert.equal((await since.state()).depth, 0)
  })

  it('goes on with jobs beyond the last wait, and raises an alarm for them', async () => {
    await emptied()
    const keys = [randomBytes(32)]
    const before = await outboxWith(keys)
    const since = await outboxWith(keys, { activationWaitsSeconds: [5, 15], noticeWaitsSeconds: [60] })
    const client = await redis.client()
    const work = activation()
    await before.begin(work)
    await before.finish('flow', { kind: 'unfinished' }, [notice()])
    for (const wait of [300, 900, 3600, 3600, 3600]) {
      assert.equal((await before.claim(9)).length, wait === 300 ? 1 : 2, `before the ${wait} s`)
      await passTime(client, wait)
    }
    assert.equal((await since.state()).stuck, true)
    assert.equal((await since.claim(9)).length, 2)
    assert.equal((await since.state()).stuck, true)
    await passTime(client, 60)
    assert.deepEqual((await since.claim(9)).map(({ work }) => work.kind).toSorted(), ['activation', 'email'])
  })

  it('keeps nothing of a job whose life is over, in a stage of whichever version', async () => {
    await emptied()
    const client = await redis.client()
    const outbox = await outboxWith([randomBytes(32)], { lifetimeSeconds: 1 })
    await outbox.begin(activation())
    const [[id] = ['none']] = await client.xrange('{outbox}:jobs', '-', '+')
    await client.call('XCLAIM', '{outbox}:jobs', 'workers', 'activation.99', 0, id)
    assert.equal((await outbox.state()).depth, 1)
    await sleep(1100)
    assert.deepEqual(await outbox.claim(9), [])
    assert.equal((await outbox.state()).depth, 0)
  })

  it('keeps a job that no key opens, so that the alarm stays on', async () => {
    await emptied()
    const [gone, known] = [await outboxWith([randomBytes(32)]), await outboxWith([randomBytes(32)])]
    await gone.begin(activation())
    for (let tries = 0; tries < 6; tries++) {
      await passTime(await redis.client(), 900)
      assert.deepEqual(await known.claim(9), [])
    }
    assert.equal((await known.state()).stuck, true)
  })

  it('raises an alarm for any job that has waited for six hours', async () => {
    await emptied()
    const outbox = await outboxWith([randomBytes(32)], { alarmSeconds: 1 })
    await outbox.finish('flow', { kind: 'unfinished' }, [notice()])
    assert.equal((await outbox.state()).stuck, false)
    await sleep(1100)
    assert.equal((await outbox.state()).stuck, true)
  })
})

function activation(): ActivationWork {
  const account = {
    email: 'samira@exemple.ma',
    phone: '+212612345678',
    passwordHash: 'PHC',
    terms: { version: '1', acceptedAt: '2026-11-22T10:00:00.000Z' },
    language: 'fr' as const,
  }
  return { kind: 'activation', flow: randomUUID(), member: 'handle', account, idempotencyKey: randomUUID(), mode: 'fr' }
}

function notice(): NoticeWork {
  return { kind: 'email', id: randomUUID(), destination: 'samira@exemple.ma', mode: 'fr' }
}
