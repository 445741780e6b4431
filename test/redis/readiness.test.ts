import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { readiness } from '../../src/adapters/redis/readiness.ts'
import { Unavailable } from '../../src/ports/index.ts'
import { freePort } from '../support/free-port.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'

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
    const checks: string[] = []
    const ready = readiness(await redis.client(url), {
      alarm: (name, raised) => void alarms.set(name, raised),
      checked: outcome => void checks.push(outcome),
      note: text => void notes.push(text),
    })
    const raised = () => [...alarms].flatMap(([name, on]) => (on ? [name] : [])).toSorted()
    return { ready, raised, notes, checks }
  }
  const set = (name: string, value: string) => operator.config('SET', name, value)

  it('when Redis answers, writes and reads, and leaves no key for good', async () => {
    const { ready, raised, notes, checks } = await asked()
    await ready()
    assert.deepEqual([raised(), notes, checks], [[], [], ['ok']])
    for (const key of await operator.keys('*')) assert.ok((await operator.ttl(key)) > 0)
  })

  it('never while Redis may evict counters, and an alarm names the cause', async () => {
    for (const policy of ['allkeys-lru', 'volatile-ttl']) {
      await set('maxmemory-policy', policy)
      const { ready, raised } = await asked()
      await assert.rejects(ready(), Unavailable)
      assert.deepEqual(raised(), ['redis-eviction'])
    }
  })

  it('not while Redis only reads, and an alarm names the cause', async () => {
    const { ready, raised } = await asked()
    await operator.call('REPLICAOF', '127.0.0.1', `${await freePort()}`)
    await assert.rejects(ready(), Unavailable)
    assert.deepEqual(raised(), ['redis-read-only'])
  })

  it('not while Redis is full, and an alarm names the cause', async () => {
    const { ready, raised, checks } = await asked()
    await set('maxmemory', '1')
    await assert.rejects(ready(), Unavailable)
    assert.deepEqual([raised(), checks], [['redis-full', 'redis-memory'], ['failed']])
  })

  it('not while Redis cannot write to its disk, and an alarm names the cause until it can', async () => {
    const gone = await mkdtemp(join(tmpdir(), 'disk-'))
    const broken = await startRedis('--save', '3600 1', '--dir', gone)
    try {
      await rm(gone, { recursive: true })
      const its = await broken.client()
      await its.bgsave()
      await until('a save has failed', async () => /last_bgsave_status:err/.test(await its.info('persistence')))
      const { ready, raised } = await asked(broken.url)
      await assert.rejects(ready(), Unavailable)
      assert.deepEqual(raised(), ['redis-disk'])
      await its.config('SET', 'stop-writes-on-bgsave-error', 'no')
      await sleep(1100)
      await ready()
      assert.deepEqual(raised(), [])
    } finally {
      await broken.stop()
    }
  })

  it('with an alarm from 70 % of the memory on, until it is below again', async () => {
    const used = Number(/used_memory:(\d+)/.exec(await operator.info('memory'))![1])
    await set('maxmemory', `${Math.round(used / 0.75)}`)
    const full = await asked()
    await full.ready()
    assert.deepEqual(full.raised(), ['redis-memory'])
    await set('maxmemory', `${used * 2}`)
    await sleep(1100)
    await full.ready()
    assert.deepEqual(full.raised(), [])
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
    const { ready, raised, checks } = await asked()
    await operator.config('RESETSTAT')
    await Promise.all(Array.from({ length: 50 }, ready))
    await ready()
    assert.match(await operator.info('commandstats'), /cmdstat_ping:calls=1,/)
    await redis.kill()
    await ready()
    await sleep(1100)
    await assert.rejects(ready(), Unavailable)
    assert.deepEqual([raised(), checks], [['redis-down'], ['ok', 'failed']])
  })

  it('not while Redis hangs, and an alarm says that it is down', async t => {
    const { ready, raised } = await asked()
    redis.freeze()
    t.after(() => redis.thaw())
    await assert.rejects(ready(), Unavailable)
    assert.deepEqual(raised(), ['redis-down'])
  })
})
