import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { countedJourney, type Visit } from '../../bench/counted.ts'
import { wholeJourney } from '../../bench/driven.ts'
import { isDayKey } from '../support/dump.ts'
import { answersOf, codeSentTo, LAST, leadsOn, PATHS, walk, walkTo } from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { watchRoundTrips } from '../support/round-trips.ts'
import { type Service, startService } from '../support/service.ts'
import { Visitor } from '../support/visitor.ts'

/** What a reader waits for on a slow line: the HTML alone, compressed. */
const PAGE_BYTES = 6 * 1024

/** The HTML of a whole journey by Brotli, for browsers without dictionaries. */
const JOURNEY_BYTES = 30_000

/** Round trips of pages: the session, and the code or the activation. */
const USUAL = { conditions: 0, identite: 1, paiement: 1, email: 1, 'email-code': 2, 'mot-de-passe': 2, termine: 1 }

const WHOLE_JOURNEY = 40

/** Of one member on the sixth page, all that counts for them and their network included; `all` with what counts for the service. */
const LIVE = { keys: 8, bytes: 2048, all: 10 }

let redis: TestRedis
let service: Service
let visits: Visit[]
/** Of a member who has opened their pages to an agent on the second of them. */
let opened: Visit[]
/** What Redis holds, by key, while one member is on the sixth page, and while another from elsewhere is there too. */
let live: [one: Map<string, number>, two: Map<string, number>]
/** After two whole journeys. */
let kept: string[]
before(async () => {
  redis = await startRedis()
  // Before anybody else talks to this Redis: ioredis takes the first line for the reply to MONITOR.
  const trips = await watchRoundTrips(redis.url)
  service = await startService({ redisUrl: redis.url, environment: { TRUST_PROXY: '127.0.0.1/32' } })
  const sentTo = (destination: string) => codeSentTo(service, destination)
  const walkOnce = (member: Member) => wholeJourney(member, service.enrol(), sentTo)
  const walkOpened = async (member: Member) => {
    const answers = answersOf(service.enrol(), sentTo)
    await walk(member, answers, 'identite')
    await member.get('identite')
    await member.post('identite', { open: 'yes' })
    for (const path of PATHS.slice(1)) leadsOn(path, await member.answer(path, await answers[path]()))
    await member.get(LAST)
  }
  const site = { origin: service.origin, sessions: 's:*' }
  const client = await redis.client()
  visits = await countedJourney({ ...site, walkOnce }, trips, client)
  opened = await countedJourney({ ...site, walkOnce: walkOpened }, trips, client)
  trips.stop()
  kept = await client.keys('*')
  await client.flushdb()
  const onSixth = async (ip: string) => {
    const member = new Visitor(service.origin, ip)
    await walkTo(service, member, service.enrol(), PATHS[5]!)
    await member.get(PATHS[5]!)
    const keys = (await client.keys('*')).filter(key => !isDayKey(key))
    return new Map(await Promise.all(keys.map(async key => [key, (await client.memory('USAGE', key))!] as const)))
  }
  live = [await onSixth('203.0.113.7'), await onSixth('198.51.100.7')]
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

test('showing a page takes at most 2 round trips to Redis', () => {
  assert.deepEqual(
    over('GET', 2, ({ redis }) => redis.length),
    [],
  )
})

test('accepting a form takes at most 4 round trips to Redis', () => {
  assert.deepEqual(
    over('POST', 4, ({ redis }) => redis.length),
    [],
  )
})

test('a whole journey takes as many round trips to Redis as it needs', () => {
  const trips = visits.flatMap(({ method, path, redis }) => redis.map(command => `${method} ${path} ${command}`))
  assert.equal(trips.length, WHOLE_JOURNEY, trips.join('\n'))
})

test('a journey that nobody opened to an agent takes as many round trips as its pages ask for', () => {
  for (const [path, trips] of Object.entries(USUAL)) {
    const { redis } = visits.find(visit => visit.method === 'GET' && visit.path === path)!
    assert.equal(redis.length, trips, `${path}: ${redis.join(' ')}`)
  }
})

test('a journey that is open takes at most one round trip more for each request', () => {
  const usual = new Map(visits.map(visit => [`${visit.method} ${visit.path}`, visit.redis.length]))
  const press = opened.findIndex(({ method, path }) => method === 'POST' && path === 'identite')
  let most = 0
  for (const { method, path, redis } of opened.slice(press + 1)) {
    const more = redis.length - usual.get(`${method} ${path}`)!
    const what = `${method} ${path}: ${redis.join(' ')}`
    // What a redirect does is told after the response, which the next request may not have waited for.
    most += 1
    assert.ok(more <= most, what)
    if (method === 'GET') assert.ok(more >= 1, what)
    most -= more
  }
  for (const { method, path, redis } of opened.slice(0, press))
    assert.equal(redis.length, usual.get(`${method} ${path}`), path)
})

test('a session never takes more than 1 KB', () => {
  assert.ok(visits.some(({ sessionBytes }) => sessionBytes > 0))
  for (const { path, sessionBytes } of opened) assert.ok(sessionBytes <= 1024, `${path}: ${sessionBytes}, opened`)
  for (const method of ['GET', 'POST'])
    assert.deepEqual(
      over(method, 1024, ({ sessionBytes }) => sessionBytes),
      [],
    )
})

test('a member on the sixth page has so many keys in Redis, and no more bytes', () => {
  const bytesOf = (keys: Map<string, number>) => [...keys.values()].reduce((sum, each) => sum + each, 0)
  const [one, two] = live
  const shown = [...two]
    .map(([key, bytes]) => `${bytes} ${key}${one.has(key) ? ` before: ${one.get(key)}` : ''}`)
    .join('\n')
  assert.equal(one.size, LIVE.all, shown)
  assert.equal(two.size - one.size, LIVE.keys, shown)
  const bytes = bytesOf(two) - bytesOf(one)
  assert.ok(bytes <= LIVE.bytes && bytes > LIVE.bytes / 2, `${bytes}\n${shown}`)
})

test('operators can read what each key in Redis is', () => {
  const text = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
  const rows = text.slice(text.indexOf('| key | holds |')).match(/^\| `.*?(?= \|)/gm)!
  const named = rows.flatMap(row => [...row.matchAll(/`(.+?)`/g)].map(([, key]) => key!.split('…').map(RegExp.escape)))
  const known = new RegExp(`^(?:${named.map(parts => parts.join('.+')).join('|')})$`)
  assert.deepEqual(
    kept.filter(key => !known.test(key)),
    [],
  )
})

test('every page in both languages is at most 6 KB of compressed HTML', () => {
  assert.deepEqual(
    over('GET', PAGE_BYTES, ({ pageBytes }) => pageBytes.gzip),
    [],
  )
})

test('a whole journey in both languages is at most 30 KB of HTML on the wire', () => {
  const pages = visits.filter(({ method, status }) => method === 'GET' && status === 200)
  const sum = pages.reduce((bytes, { pageBytes }) => bytes + pageBytes.wire, 0)
  assert.equal(pages.length, PATHS.length + 2)
  assert.ok(pages.every(({ pageBytes }) => pageBytes.wire > 1000 && pageBytes.wire < pageBytes.gzip))
  assert.ok(sum <= JOURNEY_BYTES, `${sum}: ${pages.map(({ pageBytes }) => pageBytes.wire).join(' ')}`)
})
