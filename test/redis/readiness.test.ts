import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { readiness } from '../../src/adapters/redis/readiness.ts'
import { Unavailable } from '../../src/ports/index.ts'
import { freePort } from '../support/free-port.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'

describe('an instance is ready (REL-G3)', () => {
  let redis: TestRedis
  let operator: RedisClient
  beforeEach(async () => {
    redis = await startRedis()
    operator = await redis.client()
  })
  afterEach(() => redis.stop())

  async function asked(url = redis.url) {
    const alarms = new Map<string, boolean>()
    const notes: string[] = []
    const alarm = (name: string, raised: boolean) => void alarms.set(name, raised)
    const ready = readiness(await redis.client(url), { alarm, note: text => void notes.push(text) })
    return { ready, alarms: () => Object.fromEntries(alarms), notes }
  }
  const set = (name: string, value: string) => operator.config('SET', name, value)

  it('when Redis answers, writes and reads, and leaves no key for good', async () => {
    const { ready, alarms, notes } = await asked()
    await ready()
    assert.deepEqual([alarms(), notes], [{ 'redis-eviction': false, 'redis-memory': false }, []])
    for (const key of await operator.keys('*')) assert.ok((await operator.ttl(key)) > 0)
  })

  it('never while Redis may evict counters, and an alarm names the cause', async () => {
    for (const policy of ['allkeys-lru', 'volatile-ttl']) {
      await set('maxmemory-policy', policy)
      const { ready, alarms } = await asked()
      await assert.rejects(ready(), Unavailable)
      assert.equal(alarms()['redis-eviction'], true)
    }
  })

  it('not while Redis only reads', async () => {
    const { ready } = await asked()
    await operator.call('REPLICAOF', '127.0.0.1', `${await freePort()}`)
    await assert.rejects(ready(), Unavailable)
  })

  it('not while Redis is full', async () => {
    const { ready, alarms } = await asked()
    await set('maxmemory', '1')
    await assert.rejects(ready(), Unavailable)
    assert.equal(alarms()['redis-memory'], true)
  })

  it('with an alarm from 70 % of the memory on, until it is below again', async () => {
    const used = Number(/used_memory:(\d+)/.exec(await operator.info('memory'))![1])
    await set('maxmemory', `${Math.round(used / 0.75)}`)
    const full = await asked()
    await full.ready()
    assert.equal(full.alarms()['redis-memory'], true)
    await set('maxmemory', `${used * 2}`)
    await sleep(1100)
    await full.ready()
    assert.equal(full.alarms()['redis-memory'], false)
  })

  it('if Redis hides its eviction policy, with one warning in the log', async () => {
    await operator.call('ACL', 'SETUSER', 'app', 'on', '>secret', '~*', '+@all', '-info')
    const { ready, notes } = await asked(redis.url.replace('//', '//app:secret@'))
    await ready()
    await sleep(1100)
    await ready()
    assert.equal(notes.length, 1)
  })

  it('by an answer that holds for a second, however often it is asked', async () => {
    const { ready } = await asked()
    await operator.config('RESETSTAT')
    await Promise.all(Array.from({ length: 50 }, ready))
    await ready()
    assert.match(await operator.info('commandstats'), /cmdstat_ping:calls=1,/)
    await redis.kill()
    await ready()
    await sleep(1100)
    await assert.rejects(ready(), Unavailable)
  })
})
