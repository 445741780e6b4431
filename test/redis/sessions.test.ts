import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Cookie, type SessionData } from 'express-session'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { redisLimiter } from '../../src/adapters/redis/limiter.ts'
import { redisSessionClient } from '../../src/adapters/redis/session-client.ts'
import { keysOf } from '../../src/adapters/sessions/session-keys.ts'
import { createSessionStore } from '../../src/adapters/sessions/session-store.ts'
import { keyedNames } from '../../src/domain/crypto/keyed-hash.ts'
import { Sealer } from '../../src/domain/crypto/seal.ts'
import { createActiveSession } from '../../src/domain/identity/active-session.ts'
import { newSessionId, placeOf, tagOf } from '../../src/domain/sessions/session-id.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { watchRoundTrips } from '../support/round-trips.ts'
import { sessionApp } from '../support/session-app.ts'

/** What a stored session begins with. */
const TAG_LENGTH = 22
const LIVES = { requests: [600, 900] as const, secondsLeft: () => 1200 }

describe('a session in Redis', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)]
  const hash = keyedNames([randomBytes(32)])
  let redis: TestRedis
  let client: RedisClient
  let site: Awaited<ReturnType<typeof sessionApp>>
  const storeWith = (keys: Buffer[]) => createSessionStore(redisSessionClient(client, hash), new Sealer(keys), LIVES)
  before(async () => {
    redis = await startRedis()
    client = await redis.client()
    site = await sessionApp(storeWith([older]))
  })
  after(async () => {
    site.close()
    await redis.stop()
  })

  it('is not opened by a visit alone', async () => {
    assert.deepEqual(await site.ask('GET', '/'), { status: 200, text: 'nothing' })
    assert.equal(await client.dbsize(), 0)
  })

  it('is kept, sealed, for the time it is saved with (S-13)', async () => {
    await site.ask('POST', '/remember-me')
    assert.equal((await site.ask('GET', '/')).text, 'remember-me')
    const [key] = await client.keys('*')
    assert.match(key!, /^s:/)
    assert.doesNotMatch((await client.get(key!))!, /remember-me|note/)
    assert.ok((await client.ttl(key!)) > 1190 && (await client.ttl(key!)) <= 1200)
  })

  it('costs one command to read and prolong, one more to change', async () => {
    const trips = await watchRoundTrips(redis.url)
    assert.equal((await trips.during(() => site.ask('GET', '/'))).commands.length, 1)
    assert.equal((await trips.during(() => site.ask('POST', '/changed'))).commands.length, 2)
    trips.stop()
  })

  it('lives on from each visit, not only from each change', async () => {
    const [key] = await client.keys('*')
    await client.expire(key!, 100)
    await site.ask('GET', '/')
    assert.ok((await client.ttl(key!)) > 1190)
  })

  it('is opened by an older key that is still listed, and absent once it is not', async () => {
    const [key] = await client.keys('*')
    const noteBy = async (keys: Buffer[]) => (await read(storeWith(keys), site.sid()))?.note
    assert.equal(await noteBy([newer, older]), 'changed')
    assert.equal(await noteBy([newer]), undefined)
    await client.setrange(key!, 80, 'forged')
    assert.deepEqual(await site.ask('GET', '/'), { status: 200, text: 'nothing' })
  })

  it('opens in no other place and under no other id than it was sealed for (S-13)', async () => {
    const store = storeWith([older])
    const [owner, thief] = [newSessionId(), newSessionId()]
    const sibling = newSessionId(placeOf(owner))
    await save(store, owner, 'of the owner')
    const [from] = keysOf(owner)
    const stored = (await client.getBuffer(from))!
    for (const sid of [thief, sibling]) {
      await client.set(keysOf(sid)[0], Buffer.concat([Buffer.from(tagOf(sid)), stored.subarray(TAG_LENGTH)]))
      assert.equal(await read(store, sid), null)
    }
    await client.set(from, stored)
    assert.equal((await read(store, owner))?.note, 'of the owner')
  })

  it('is known to be its member’s last from being read, until another has proved the member, or the key of the names is another (S-11)', async () => {
    const secrets = [randomBytes(32), randomBytes(32)]
    const [holder, other] = [
      { member: 'm', flow: 'first' },
      { member: 'm', flow: 'second' },
    ]
    const named = (...keys: Buffer[]) => keyedNames(keys)
    const prove = async (by: typeof holder, ...keys: Buffer[]) => {
      await createActiveSession(redisLimiter(client, named(...keys)), 5400).prove(by)
      // No save follows with which it would be done.
      await setImmediate()
    }
    const storeBy = (...keys: Buffer[]) =>
      createSessionStore(redisSessionClient(client, named(...keys)), new Sealer([older]), {
        ...LIVES,
        holderOf: session => (session.note === 'proved' ? holder : undefined),
      })
    const sid = newSessionId()
    const isKnown = async (store: ReturnType<typeof storeBy>) => store.holds((await read(store, sid))!, holder)
    const both = storeBy(...secrets)
    await prove(holder, ...secrets)
    await save(both, sid, 'begun')
    assert.equal(await isKnown(both), false, 'nothing is proved')
    const begun = (await read(both, sid)) as SessionData
    await save(both, sid, 'proved', begun)
    assert.equal(await isKnown(both), true)
    assert.equal(await isKnown(storeBy(secrets[1]!)), false, 'a proof of now would be in another log')
    await prove(other, secrets[1]!)
    assert.equal(await isKnown(both), false, 'another instance knows only the older key')
    await prove(holder, ...secrets)
    assert.equal(await isKnown(both), true)
    assert.equal(both.holds((await read(both, sid))!, other), false)
  })

  it('that cannot be saved is an error within a second and a half, not a success (S-9)', async () => {
    const frozen = await sessionApp(storeWith([older]), () => redis.freeze())
    await frozen.ask('GET', '/')
    const start = performance.now()
    const { status } = await frozen.ask('POST', '/lost')
    const took = performance.now() - start
    redis.thaw()
    frozen.close()
    assert.equal(status, 500)
    assert.ok(took < 5000, `took ${Math.round(took)} ms`)
  })
})

function save(
  store: ReturnType<typeof createSessionStore>,
  sid: string,
  note: string,
  before = { cookie: new Cookie() } as SessionData,
): Promise<void> {
  return new Promise((resolve, reject) =>
    store.set(sid, Object.assign(before, { note }), error => (error ? reject(error) : resolve())),
  )
}

function read(store: ReturnType<typeof createSessionStore>, sid: string) {
  return new Promise<{ note?: string } | null | undefined>((resolve, reject) =>
    store.get(sid, (error, session) => (error ? reject(error) : resolve(session))),
  )
}
