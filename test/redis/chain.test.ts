import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { script } from '../../src/adapters/redis/script.ts'
import { chain, sendFirst, sendWithNext } from '../../src/adapters/redis/scripts/chain.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { watchRoundTrips } from '../support/round-trips.ts'
import { redisStores } from '../support/stores.ts'
import { until } from '../support/until.ts'

describe('scripts that are sent as one', () => {
  let redis: TestRedis
  let client: RedisClient
  let trips: Awaited<ReturnType<typeof watchRoundTrips>>
  before(async () => {
    redis = await startRedis()
    trips = await watchRoundTrips(redis.url)
    client = await redis.client()
  })
  after(async () => {
    trips.stop()
    await redis.stop()
  })

  const issue = (mac: string) =>
    redisStores(client, [randomBytes(32)]).codes.issuing(
      { flow: randomUUID(), channel: 'sms' },
      { destination: 'here', mac },
    )
  /** Replies with the life that it is given. */
  const linkOf = (key: string, seconds: number | string) => ({
    script: script<unknown>(client, 'sessions/expire-session', 'sessions/session'),
    keys: [key, `${key}:reference`],
    args: [seconds],
  })
  const session = async () => {
    const key = `s:${randomUUID()}`
    await client.set(key, `${'t'.repeat(22)}${'\0'.repeat(13)}sealed`, 'EX', 900)
    return key
  }

  it('carry those queued, and each gets only its own reply', async () => {
    const [one, two, three] = [await session(), await session(), await session()]
    const { result, commands } = await trips.during(async () => {
      const left = sendWithNext(client, linkOf(one, 1000))
      const replies = await chain(client, [
        linkOf(two, 2000),
        { ...linkOf(three, 3000), when: { link: 0, at: 0, is: 'no' } },
      ])
      return [await left, ...replies]
    })
    assert.deepEqual(result, [1, 1, null])
    assert.equal(commands.length <= 2, true, commands.join(' '))
    for (const [key, most] of [
      [one, 1],
      [two, 2],
      [three, 900],
    ] as const)
      assert.ok((await client.ttl(key)) <= most)
    assert.ok((await client.ttl(three)) > 800, 'it was left out')
  })

  it('are sent without them if nothing follows', async () => {
    const { limiter } = redisStores(client)
    const taken = await limiter.take([{ key: randomUUID(), windows: [[1, 600]] }])
    assert.ok(taken.allowed)
    assert.equal((await client.keys('l:*')).length, 1)
    await taken.settle({})
    await until('it is given back', async () => (await client.keys('l:*')).length === 0)
  })

  it('write nothing if the first is refused, and each rejects', async () => {
    const [one, two] = [await session(), await session()]
    const left = sendWithNext(client, linkOf(one, 1000))
    const refused = assert.rejects(left, { name: 'Unavailable' })
    await assert.rejects(sendFirst(client, linkOf(two, 'no number')), { name: 'Unavailable' })
    await refused
    assert.ok((await client.ttl(one)) > 800)
  })

  it('are sent whole when Redis has forgotten them (REL-R6)', async () => {
    const first = issue('first')
    const { limiter } = redisStores(client)
    await client.script('FLUSH')
    assert.ok((await limiter.takeAfter(first, [{ key: randomUUID(), windows: [[1, 600]] }])).allowed)
    assert.deepEqual(first.result, { kind: 'issued' })
  })
})
