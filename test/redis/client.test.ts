import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectRedis, quit, type RedisClient, ready } from '../../src/adapters/redis/client.ts'
import { redisLimiter } from '../../src/adapters/redis/limiter.ts'
import { orUnavailable } from '../../src/adapters/redis/timeouts.ts'
import { keyedNames } from '../../src/domain/crypto/keyed-hash.ts'
import { Unavailable } from '../../src/ports/index.ts'
import { freePort } from '../support/free-port.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { redisStores } from '../support/stores.ts'

/** Alone: the other stores listen for changes of followed pages, and go on trying to. */
const limiterOf = (client: RedisClient) => redisLimiter(client, keyedNames([randomBytes(32)]))
const unavailable = (error: unknown) => error instanceof Unavailable && error.service === 'redis'

describe('Redis that is not there', () => {
  const errors: Error[] = []
  let client: RedisClient
  before(async () => {
    client = connectRedis(`redis://127.0.0.1:${await freePort()}`, error => errors.push(error))
  })
  after(() => client.disconnect())

  it('makes a request fail at once, and does not end the process', async () => {
    await within(1500, () => assert.rejects(limiterOf(client).take([{ key: 'key', windows: [[1, 1]] }]), unavailable))
    await within(1500, () => assert.rejects(ready(client, 200), unavailable))
    assert.match(errors[0]!.message, /ECONNREFUSED/)
  })
})

describe('Redis that is suspended', () => {
  let redis: TestRedis
  let client: RedisClient
  before(async () => {
    redis = await startRedis()
    client = await redis.client()
  })
  after(() => redis.stop())

  it('makes every kind of request fail within a second and a half, and serves again afterwards', async () => {
    const { codes, limiter, proofs } = redisStores(client)
    const slot = { flow: 'flow', channel: 'sms' } as const
    redis.freeze()
    await within(1500, () =>
      Promise.all([
        assert.rejects(codes.issue(slot, { destination: 'here', mac: 'mac' }), unavailable),
        assert.rejects(codes.check(slot, ['mac']), unavailable),
        assert.rejects(codes.state(slot), unavailable),
        assert.rejects(limiter.take([{ key: 'key', windows: [[1, 60]] }]), unavailable),
        assert.rejects(proofs.useOnce('id', 60), unavailable),
      ]),
    )
    await within(100, () => assert.rejects(proofs.useOnce('id', 60), unavailable), 'once is enough')
    redis.thaw()
    await once(client, 'ready', { signal: AbortSignal.timeout(3000) })
    assert.equal((await limiter.take([{ key: 'another key', windows: [[1, 60]] }])).allowed, true)
  })
})

describe('Redis that changes under a running service', () => {
  let redis: TestRedis
  before(async () => {
    redis = await startRedis()
  })
  after(() => redis.stop())

  it('may have stopped before the service disconnects', async () => {
    const gone = await startRedis()
    const client = await gone.client()
    await gone.stop()
    await within(1500, () => quit(client))
  })

  it('is not sent commands in flight again after a disconnect', async () => {
    const [ours, operator] = [await redis.client(), await redis.client()]
    const blocked = orUnavailable(ours.blpop('nothing', 5))
    await operator.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await within(1500, () => assert.rejects(blocked))
    await ready(ours)
    assert.match(await operator.info('commandstats'), /cmdstat_blpop:calls=1,/)
  })

  it('costs one failed request when the master has become a replica, and then goes on', async () => {
    const [ours, operator] = [await redis.client(), await redis.client()]
    const { limiter } = redisStores(ours)
    await operator.call('REPLICAOF', '127.0.0.1', `${await freePort()}`)
    const reconnected = once(ours, 'ready', { signal: AbortSignal.timeout(2000) })
    await assert.rejects(limiter.take([{ key: 'key', windows: [[1, 60]] }]), unavailable)
    await operator.call('REPLICAOF', 'NO', 'ONE')
    await reconnected
    assert.equal((await limiter.take([{ key: 'key', windows: [[1, 60]] }])).allowed, true)
  })
})

async function within(milliseconds: number, action: () => Promise<unknown>, why = '') {
  const done = new AbortController()
  const late = async () => {
    await sleep(milliseconds, undefined, done)
    throw new Error(`not done after ${milliseconds} ms ${why}`)
  }
  await Promise.race([action(), late()]).finally(() => done.abort())
}
