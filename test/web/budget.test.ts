import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { countedJourney, type Visit } from '../../bench/counted.ts'
import { wholeJourney } from '../../bench/driven.ts'
import { codeSentTo, LAST, PATHS } from '../support/journey.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { watchRoundTrips } from '../support/round-trips.ts'
import { type Service, startService } from '../support/service.ts'

/** What a reader waits for on a slow line: the HTML alone, compressed. */
const PAGE_BYTES = 6 * 1024

let redis: TestRedis
let service: Service
let visits: Visit[]
before(async () => {
  redis = await startRedis()
  // Before anybody else talks to this Redis: ioredis takes the first line for the reply to MONITOR.
  const trips = await watchRoundTrips(redis.url)
  service = await startService({ redisUrl: redis.url })
  const walkOnce = (member: ReturnType<Service['member']>) =>
    wholeJourney(member, service.enrol(), destination => codeSentTo(service, destination))
  const site = { origin: service.origin, sessions: 's:*', walkOnce }
  visits = await countedJourney(site, trips, await redis.client()).finally(trips.stop)
})
after(async () => {
  await service.stop()
  await redis.stop()
})

const over = (method: string, most: number, of: (visit: Visit) => number) =>
  visits
    .filter(visit => visit.method === method && of(visit) > most)
    .map(visit => `${visit.path}: ${of(visit)} (${visit.redis.join(' ')})`)

test('a whole journey is measured, and uses Redis', () => {
  const shown = visits.filter(({ method, status }) => method === 'GET' && status === 200).map(({ path }) => path)
  assert.deepEqual(shown, ['', ...PATHS, LAST])
  const quiet = visits.filter(({ redis }) => redis.length === 0).map(({ method, path }) => `${method} /${path}`)
  assert.deepEqual(quiet, ['GET /', 'POST /', 'GET /conditions'])
})

test('showing a page takes at most 3 round trips to Redis', () => {
  assert.deepEqual(
    over('GET', 3, ({ redis }) => redis.length),
    [],
  )
})

test('accepting a form takes at most 6 round trips to Redis', () => {
  assert.deepEqual(
    over('POST', 6, ({ redis }) => redis.length),
    [],
  )
})

test('a session never takes more than 1 KB', () => {
  assert.ok(visits.some(({ sessionBytes }) => sessionBytes > 0))
  for (const method of ['GET', 'POST'])
    assert.deepEqual(
      over(method, 1024, ({ sessionBytes }) => sessionBytes),
      [],
    )
})

test('every page in both languages is at most 6 KB of compressed HTML', () => {
  assert.deepEqual(
    over('GET', PAGE_BYTES, ({ pageBytes }) => pageBytes.gzip),
    [],
  )
})
