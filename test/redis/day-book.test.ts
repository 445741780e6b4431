import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { redisDayBook } from '../../src/adapters/redis/assistance/day-book.ts'
import { connectRedis, quit, type RedisClient, ready } from '../../src/adapters/redis/client.ts'
import { bookedMetrics } from '../../src/observability/booked-metrics.ts'
import { agentsOf, createBookkeeper } from '../../src/observability/bookkeeper.ts'
import { createMetrics } from '../../src/observability/metrics.ts'
import type { Counts } from '../../src/ports/index.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { tapReplies } from '../support/reply-tap.ts'
import { until } from '../support/until.ts'

/** 31 December at a quarter to midnight in Morocco, which keeps UTC. */
const NIGHT = Date.parse('2026-12-31T23:45:00Z')
const [OLD, NEW] = ['2026-12-31', '2027-01-01']

let redis: TestRedis
let tap: Awaited<ReturnType<typeof tapReplies>>
let client: RedisClient
before(async () => {
  redis = await startRedis()
  tap = await tapReplies(redis.port)
  client = connectRedis(tap.url)
  await ready(client)
})
after(async () => {
  await quit(client)
  tap.close()
  await redis.stop()
})

async function keeperOn({ everyMs = 20 } = {}) {
  await (await redis.client()).flushdb()
  let time = NIGHT
  const troubles: unknown[] = []
  const book = redisDayBook(client)
  const keeper = createBookkeeper({ now: () => time, everyMs })
  keeper.begin(book, err => troubles.push(err))
  return {
    keeper,
    troubles,
    /** Nothing while Redis cannot be read. */
    countsOf: async (day: string): Promise<Counts> => (await book.read(day).catch(() => ({ counts: {} }))).counts,
    pass: (minutes: number) => {
      time += minutes * 60_000
    },
  }
}

describe('what a process counts of a day', () => {
  test('is in the book by itself, under the day and the hour of Morocco', async () => {
    const { keeper, countsOf, pass } = await keeperOn()
    keeper.count('opened', true)
    pass(20)
    keeper.count('opened', true)
    keeper.count('activated', true)
    await until(
      'both days are written',
      async () => 'activated' in (await countsOf(NEW)) && 'opened' in (await countsOf(OLD)),
    )
    assert.deepEqual(await countsOf(OLD), { opened: 1, 'hour 23 opened': 1 })
    assert.deepEqual(await countsOf(NEW), { opened: 1, 'hour 00 opened': 1, activated: 1, 'hour 00 activated': 1 })
    await keeper.stop()
  })

  for (const fault of ['late', 'cut'] as const)
    test(`counts once if the reply to its entry is ${fault}`, async () => {
      const { keeper, countsOf, troubles } = await keeperOn()
      const lost = tap.lose('add-to-day', fault)
      keeper.count('opened')
      await until('the reply is lost', () => lost.met && troubles.length > 0)
      keeper.count('opened')
      await until('both are written', async () => (await countsOf(OLD))['opened'] === 2)
      await keeper.stop()
      assert.deepEqual(await countsOf(OLD), { opened: 2 })
    })

  test('is kept while Redis answers nothing, and is written by the stop', async () => {
    const { keeper, countsOf, troubles } = await keeperOn({ everyMs: 50 })
    redis.freeze()
    for (let n = 0; n < 1000; n++) keeper.count(`word ${n}`)
    for (let n = 0; n < 1000; n++) keeper.count('opened')
    await until('writing has failed', () => troubles.length > 0)
    redis.thaw()
    await until('something is written again', async () => Object.keys(await countsOf(OLD)).length > 0)
    keeper.count('opened')
    await keeper.stop()
    const counts = await countsOf(OLD)
    assert.equal(
      Object.values(counts).reduce((sum, count) => sum + count),
      2001,
      'a thousand words and a thousand openings, of which the book has no room for all names',
    )
    assert.ok(Object.keys(counts).length < 400)
  })

  test('is an entry more only if something was counted', async () => {
    const { keeper } = await keeperOn()
    keeper.count('opened')
    await keeper.flush()
    const written = await (await redis.client()).hget(`d:${OLD}`, '~')
    await keeper.flush()
    await keeper.flush()
    await keeper.stop()
    assert.equal(await (await redis.client()).hget(`d:${OLD}`, '~'), written)
  })

  test('is kept for forty days, and says nothing of who was counted (REL-R9)', async () => {
    const { keeper } = await keeperOn()
    keeper.count('opened')
    keeper.countAgent('5f3c', 'followed', () => 'sealed name')
    await keeper.stop()
    const operator = await redis.client()
    const keys = (await operator.keys('*')).toSorted()
    assert.deepEqual(keys, [`d:${OLD}`, `d:${agentsOf(OLD)}`])
    for (const key of keys) assert.equal(await operator.ttl(key), 40 * 86_400)
  })
})

describe('the metrics of a process', () => {
  test('are counted in the book too, by the same calls', async () => {
    const { keeper, countsOf } = await keeperOn()
    const metrics = bookedMetrics(createMetrics(), keeper.count)
    metrics.step('identity', 'entered')
    metrics.step('identity', 'refused', 'no-match')
    metrics.code('sms', 'sent')
    metrics.delivery('voice', 'unanswered')
    metrics.securityEvent('session_created')
    metrics.securityEvent('agent_refused', 'unknown-id')
    metrics.securityEvent('malicious_csrf', 'origin')
    metrics.finished(425, true)
    metrics.finished(99_999, false)
    metrics.handled(185)
    metrics.wrapUp('facts')
    for (const on of [true, true, false, true]) metrics.alarm('sms-unverified', on)
    await keeper.stop()
    assert.deepEqual(await countsOf(OLD), {
      'step identity entered': 1,
      'step identity refused no-match': 1,
      'code sms sent': 1,
      'delivery voice unanswered': 1,
      opened: 1,
      'hour 23 opened': 1,
      'look-up unknown-id': 1,
      'finished assisted': 1,
      'finished alone': 1,
      'minutes 7': 1,
      'minutes 90': 1,
      handled: 1,
      'handling 3': 1,
      'wrap-up facts': 1,
      'alarm sms-unverified': 2,
    })
    assert.match(
      await metrics.register.metrics(),
      /^wizard_steps_total\{step="identity",move="entered",reason=""\} 1$/m,
    )
    assert.match(await metrics.register.metrics(), /^wizard_journey_seconds_count\{assisted="yes"\} 1$/m)
  })
})
