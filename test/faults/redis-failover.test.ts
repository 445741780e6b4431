import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, beforeEach, describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { type Bucket, Unavailable } from '../../src/ports/index.ts'
import { type RedisCluster, startCluster } from '../support/redis-cluster.ts'
import { ask, type SentinelSet, startSentinelSet } from '../support/redis-sentinel.ts'
import { redisStores } from '../support/stores.ts'

/** The longest that any call may take, whether it succeeds or fails (REL-R1). */
const LONGEST_MS = 3000

describe('a master that fails, watched by sentinels', () => {
  // One each: sentinels let some time pass between two failovers.
  let set: SentinelSet
  let client: RedisClient
  beforeEach(async () => {
    set = await startSentinelSet()
    client = await set.client()
  })
  afterEach(() => set.stop())

  test('and stays silent is replaced by the new one, and has accepted nothing when it resumes', async () => {
    const old = await set.master()
    old.freeze()
    await set.promoted(old)
    await sleep(300)
    old.thaw()
    const key = randomUUID()
    await untilServed(client, key)
    assert.equal(await ask((await set.master()).port, 'EXISTS', key), '1', 'written to the new master')
  })

  test('under load and stays silent causes quick failures, for as long as the sentinels need', async t => {
    const old = await set.master()
    const load = loadOn(t, client)
    await sleep(300)
    old.freeze()
    await set.promoted(old)
    judge(await load.end())
  })
})

describe('a master of a cluster that fails', () => {
  let cluster: RedisCluster
  let client: RedisClient
  before(async () => {
    cluster = await startCluster()
    client = await cluster.client()
  })
  after(() => cluster.stop())

  test('is not sent commands in flight again after a disconnect', async () => {
    const refused = assert.rejects(client.blpop('nothing', 3))
    await sleep(100)
    const from = performance.now()
    for (const { port } of cluster.masters) await ask(port, 'CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await refused
    assert.ok(performance.now() - from < LONGEST_MS)
    const stats = await Promise.all(cluster.masters.map(({ port }) => ask(port, 'INFO', 'commandstats')))
    assert.deepEqual(stats.join().match(/cmdstat_blpop:calls=\d+/g), ['cmdstat_blpop:calls=1'])
    // One in each third of the slots.
    for (const key of ['a', 'b', 'c']) await untilServed(client, key)
  })

  test('and is down costs nobody a try at limits that are kept elsewhere', async () => {
    const { limiter } = redisStores(client)
    const three = (): Bucket => ({ key: randomUUID(), windows: [[3, 60]] })
    const [old] = cluster.masters
    await old!.kill()
    const buckets = Array.from({ length: 40 }, three)
    const reached = await Promise.allSettled(buckets.map(bucket => limiter.take([bucket])))
    const here = buckets.find((_, n) => reached[n]!.status === 'fulfilled')!
    const there = buckets.find((_, n) => reached[n]!.status === 'rejected')!
    for (let outage = 0; outage < 5; outage++) await assert.rejects(limiter.take([here, there]), Unavailable)
    await sleep(100)
    assert.equal((await limiter.take([here])).allowed, true)
    await cluster.promoted(old!)
    await old!.restart()
  })

  test('under load and stays silent causes quick failures, for as long as the cluster needs', async t => {
    const old = cluster.masters[1]!
    const load = loadOn(t, client)
    await sleep(300)
    old.freeze()
    await cluster.promoted(old)
    judge(await load.end())
  })
})

type Outage = Awaited<ReturnType<ReturnType<typeof loadOn>['end']>>

function judge(outage: Outage): void {
  assert.ok(outage.longestMs < LONGEST_MS, `a call took ${outage.longestMs} ms`)
  assert.ok(outage.failed > 0, 'nothing failed at all')
  assert.ok(outage.lastedMs < 20_000, `the outage lasted ${outage.lastedMs} ms`)
}

/** Takes from limits without end, every 10 ms, on keys of every server. */
function loadOn(t: TestContext, client: RedisClient) {
  const { limiter } = redisStores(client)
  const calls: Promise<void>[] = []
  let [served, failed, longestMs, firstFailure, lastFailure] = [0, 0, 0, 0, 0]
  const one = async () => {
    const from = performance.now()
    await limiter.take([{ key: randomUUID(), windows: [[1, 60]] }]).then(
      () => served++,
      error => {
        assert.ok(error instanceof Unavailable)
        failed++
        lastFailure = performance.now()
        firstFailure ||= lastFailure
      },
    )
    longestMs = Math.max(longestMs, Math.round(performance.now() - from))
  }
  const timer = setInterval(() => void calls.push(one()), 10)
  t.after(() => clearInterval(timer))
  return {
    /** Waits until every call succeeds for 1 s on end, at most 30 s. */
    async end() {
      const from = performance.now()
      while (performance.now() - Math.max(lastFailure, from) < 1000 && performance.now() - from < 30_000)
        await sleep(50)
      clearInterval(timer)
      await Promise.all(calls)
      return { served, failed, longestMs, lastedMs: Math.round(lastFailure - firstFailure) }
    },
  }
}

/** Resolves when this key can be written. */
async function untilServed(client: RedisClient, key: string): Promise<void> {
  for (let tries = 0; ; tries++)
    try {
      return void (await client.set(key, '', 'EX', 60))
    } catch (error) {
      if (tries === 100) throw error
      await sleep(50)
    }
}
