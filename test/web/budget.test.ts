import assert from 'node:assert/strict'
import { Agent } from 'node:http'
import { after, before, test } from 'node:test'
import { openBrowser } from '../../bench/browser.ts'
import { countingBrowser, type Visit } from '../../bench/counted.ts'
import { LAST, PATHS, walk } from '../../bench/journey.ts'
import { people } from '../../bench/people.ts'
import { postBox } from '../../bench/post-box.ts'
import { solvedPuzzle } from '../../bench/puzzle.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { watchRoundTrips } from '../support/round-trips.ts'
import { type Service, startService } from '../support/service.ts'

/** What a reader waits for on a slow line: the HTML alone, compressed. */
const PAGE_BYTES = 6 * 1024

let redis: TestRedis
let service: Service
let visits: Visit[]
before(async () => {
  const [first, second] = people(2) as [ReturnType<typeof people>[0], ReturnType<typeof people>[0]]
  redis = await startRedis()
  // Before anybody else talks to this Redis: ioredis takes what it is told at once for the reply to MONITOR.
  const trips = await watchRoundTrips(redis.url)
  service = await startService({ redisUrl: redis.url, memberData: { members: [first.member, second.member] } })
  const client = await redis.client()
  const agent = new Agent({ keepAlive: true })
  const help = { codeSentTo: postBox(service.farEnds), proof: solvedPuzzle }
  // The first journey brings the scripts to Redis; the second is what every other one is like.
  await walk(openBrowser(service.origin, agent), first, help)
  await client.flushdb()
  const browser = countingBrowser(openBrowser(service.origin, agent), trips, client, 's:*')
  await walk(browser, second, help)
  visits = browser.visits
  agent.destroy()
  trips.stop()
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
  assert.deepEqual(
    shown.filter(path => path !== 'captcha'),
    ['', ...PATHS, LAST],
  )
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
