import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, afterEach, before, beforeEach, describe, mock, test } from 'node:test'
import type { Request } from 'express'
import { Cookie, type SessionData } from 'express-session'
import { memoryAgentPlaces } from '../../src/adapters/memory/agent-places.ts'
import { redisAgentPlaces } from '../../src/adapters/redis/assistance/agent-places.ts'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import type { AgentPlaces } from '../../src/adapters/sessions/agent-places.ts'
import { AgentSessions } from '../../src/adapters/sessions/agent-sessions.ts'
import { createIsSignedIn } from '../../src/agent/session.ts'
import { Sealer } from '../../src/domain/crypto/seal.ts'
import { newSessionId, placeOf } from '../../src/domain/sessions/session-id.ts'
import { SessionOver } from '../../src/ports/index.ts'
import { type AgentBrowser, type ConsoleService, startConsoleService } from '../support/console.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { watchRoundTrips } from '../support/round-trips.ts'

const MINUTE = 60_000

let redis: TestRedis
let client: RedisClient
let site: ConsoleService
let agent: AgentBrowser
let hired = 0
before(async () => {
  redis = await startRedis()
  client = await redis.client()
  site = await startConsoleService({
    redisUrl: redis.url,
    limits: { assistance: { absoluteSeconds: 3600, signIn: { perNetwork: [[200, 900]] } } },
  })
})
after(async () => {
  await site.stop()
  await redis.stop()
})
beforeEach(async () => {
  await client.flushall()
  mock.timers.enable({ apis: ['Date'], now: Date.now() })
  agent = await site.hire(`agent-${++hired}`)
  await agent.signIn()
})
afterEach(() => mock.timers.reset())

const later = (minutes: number) => mock.timers.setTime(Date.now() + minutes * MINUTE)
const looks = async (path = '') => (await agent.get(path)).status
const ttl = async () => client.ttl((await client.keys('a:*'))[0]!)

describe('the session of an agent', () => {
  test('ends 15 minutes after the last press, however much is looked at in between (AG-4)', async () => {
    for (let minute = 0; minute < 14; minute += 2) {
      later(2)
      assert.equal(await looks(), 200, `${minute + 2}`)
    }
    later(2)
    assert.equal(await looks(), 303)
  })

  test('is prolonged by a press and not by a look, in the store too (AG-4)', async () => {
    await client.expire((await client.keys('a:*'))[0]!, 300)
    await looks()
    assert.ok((await ttl()) <= 300)
    later(0.1)
    assert.equal((await agent.post('rester')).status, 303)
    assert.ok((await ttl()) > 890)
    later(14)
    await agent.post('rester')
    later(14)
    assert.equal(await looks(), 200)
  })

  test('is prolonged from the page that the agent is on, which stays', async () => {
    await agent.get('')
    for (const [referer, path] of [
      [`${site.origin}/suivi`, 'suivi'],
      [`${site.origin}/suivi/bilan`, 'suivi/bilan'],
      [`${site.origin}/guide/email-code`, 'guide/email-code'],
      [`${site.origin}/journee?jour=2026-11-28`, 'journee'],
      [`${site.origin}/`, ''],
      [`${site.origin}//elsewhere.example/guide`, ''],
      ['https://elsewhere.example/x', ''],
      ['', ''],
    ] as const)
      assert.equal((await agent.post('rester', {}, { referer })).path, path, referer)
  })

  test('is not prolonged by a form without its token (AG-4, W-1)', async () => {
    later(14)
    assert.equal((await agent.post('rester', { _token: 'x' })).status, 403)
    later(2)
    assert.equal(await looks(), 303)
  })

  test('ends at its absolute end in spite of all presses (AG-4)', async () => {
    await agent.get('')
    for (let minute = 10; minute < 60; minute += 10) {
      later(10)
      assert.deepEqual([(await agent.post('rester')).path, await looks()], ['', 200], `${minute}`)
    }
    assert.ok((await ttl()) <= 600)
    later(10)
    assert.equal(await looks(), 303)
  })

  test('says until when it lasts, and warns for two minutes (AG-4)', async () => {
    later(5)
    const { html } = await agent.get('')
    assert.match(html, /data-left="(600|599)" data-warning="120" data-stay="\/rester"/)
    assert.match(html, /Sans action de votre part, votre session se termine à/)
  })

  test('has another id after each sign-in (S-4)', async () => {
    const id = () => /agent=([^;]+)/.exec(agent.cookies)![1]!
    const first = id()
    await agent.get('')
    await agent.post('deconnexion')
    await agent.signIn({ code: agent.code(1) })
    assert.notEqual(id(), first)
    assert.equal((await client.keys('a:*')).length, 1)
  })

  test('costs one command to look at and one more for a press', async () => {
    await agent.get('')
    const trips = await watchRoundTrips(redis.url)
    const cost = async (act: () => Promise<unknown>) => (await trips.during(act)).commands.length
    assert.equal(await cost(() => agent.get('')), 1)
    later(0.1)
    assert.equal(await cost(() => agent.post('rester')), 2)
    trips.stop()
  })
})

describe('a request that lasts', () => {
  test('is signed in while its session is live and its account valid (AG-4)', async () => {
    const places = memoryAgentPlaces()
    const store = new AgentSessions(places, new Sealer([randomBytes(32)]), () => 900)
    const agent = { account: 'amina', role: 'agent', since: 0, pressedAt: 0 } as const
    const sessionID = newSessionId()
    const session = { cookie: new Cookie(), agent } as unknown as Request['session']
    await new Promise(resolve => store.set(sessionID, session as SessionData, resolve))
    let valid = true
    const isSignedIn = createIsSignedIn(store, async ({ account }) => valid && account === 'amina')
    assert.equal(await isSignedIn({ session, sessionID }), true)
    valid = false
    assert.equal(await isSignedIn({ session, sessionID }), false)
    valid = true
    await store.end(sessionID)
    assert.equal(await isSignedIn({ session, sessionID }), false)
  })
})

const stores: [name: string, places: () => AgentPlaces][] = [
  ['Redis', () => redisAgentPlaces(client)],
  ['memory', () => memoryAgentPlaces()],
]
for (const [name, places] of stores)
  describe(`the store of agents' sessions in ${name}`, () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const data = (left = 900) => ({ cookie: new Cookie(), left }) as unknown as SessionData
    const storeOn = (at: AgentPlaces, keys = [older]) =>
      new AgentSessions(at, new Sealer(keys), session => (session as { left?: number }).left ?? 0)
    const save = (store: AgentSessions, sid: string, session: SessionData) =>
      new Promise<void>((resolve, reject) => store.set(sid, session, error => (error ? reject(error) : resolve())))
    const load = (store: AgentSessions, sid: string) =>
      new Promise<SessionData>((resolve, reject) =>
        store.get(sid, (error, found) => (error ? reject(error) : resolve(found!))),
      )

    test('keeps what was saved, until it is ended (AG-4)', async () => {
      const store = storeOn(places())
      const sid = newSessionId()
      await save(store, sid, data())
      assert.equal(await store.isLive(sid), true)
      await store.end(sid)
      assert.equal(await store.isLive(sid), false)
    })

    test('does not bring back an ended session by the save of a request under way (AG-4)', async () => {
      const store = storeOn(places())
      const sid = newSessionId()
      await save(store, sid, data())
      const underWay = await load(store, sid)
      await store.end(sid)
      await assert.rejects(save(store, sid, underWay), SessionOver)
      assert.equal(await store.isLive(sid), false)
    })

    test('gives a place to the newer of two sessions, which the older can neither save nor end (AG-4)', async () => {
      const store = storeOn(places())
      const first = newSessionId()
      const second = newSessionId(placeOf(first))
      await save(store, first, data())
      const underWay = await load(store, first)
      await save(store, second, data())
      assert.deepEqual([await store.isLive(first), await store.isLive(second)], [false, true])
      await assert.rejects(save(store, first, underWay), SessionOver)
      await store.end(first)
      assert.equal(await store.isLive(second), true)
      await store.endAt([placeOf(second)])
      assert.equal(await store.isLive(second), false)
    })

    test('opens a session under an older key, and none under a foreign one (X-1)', async () => {
      const at = places()
      const sid = newSessionId()
      await save(storeOn(at), sid, data())
      assert.equal(await storeOn(at, [newer, older]).isLive(sid), true)
      assert.equal(await storeOn(at, [newer]).isLive(sid), false)
    })

    test('neither saves nor opens a session whose time is over (AG-4)', async () => {
      const store = storeOn(places())
      await assert.rejects(save(store, newSessionId(), data(0)), SessionOver)
    })
  })
