import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { Unavailable } from '../../src/ports/index.ts'
import { code, send } from '../adapters/contract/code-ledger.ts'
import { caller, opened, showing, viewOf } from '../adapters/contract/live-pages.ts'
import { dumpOf } from '../support/dump.ts'
import { lastingKeys } from '../support/lasting-keys.ts'
import { openRedis } from '../support/site.ts'
import { redisStores } from '../support/stores.ts'
import { until } from '../support/until.ts'

const { client } = await openRedis()

const WRONG = { at: 1, event: 'code_wrong', reason: 'wrong', page: 'sms-code' }
const key = () => randomBytes(32)

describe('an opened page in Redis', () => {
  it('goes on while HMAC keys are rotated, codes of before and since included (AG-1)', async () => {
    const [older, newer, viewKey] = [key(), key(), key()]
    const before = redisStores(client, [older], [viewKey])
    const since = redisStores(client, [newer, older], [viewKey])
    const { flow, page } = await opened(before, 'amina')
    await send(before.codes, { flow, channel: 'email' }, code('sent before'))
    const shown = await since.shared.show(flow, showing('email', WRONG))
    assert.ok(shown.kind === 'open' && shown.followedSince)
    await since.shared.tell(flow, [WRONG])
    const reading = await before.followed.read(page)
    assert.ok(reading.kind === 'open')
    assert.deepEqual([reading.view, reading.happenings.length], [{ page: 'email' }, 2])
    assert.ok(reading.codes.email.liveSeconds > 0)
    await since.shared.close(flow, 'member')
    assert.deepEqual(await before.followed.read(page), { kind: 'ended', by: 'member' })
  })

  it('that is opened since a rotation has the newest name, and the codes of both (AG-1)', async () => {
    const [older, newer, viewKey] = [key(), key(), key()]
    const before = redisStores(client, [older], [viewKey])
    const since = redisStores(client, [newer, older], [viewKey])
    const { flow, reference } = await caller(before)
    await send(before.codes, { flow, channel: 'email' }, code('sent before'))
    await since.shared.open(flow, reference, showing('email'))
    await send(since.codes, { flow, channel: 'sms' }, code('sent since'))
    assert.ok((await since.referenceSeconds(reference, flow)) > 1000, 'the reference names it by the newest key')
    const page = await since.followed.find(reference)
    const reading = await since.followed.read(page!)
    assert.ok(reading.kind === 'open')
    assert.ok(reading.codes.email.liveSeconds > 0 && reading.codes.sms.liveSeconds > 0)
    const { shared } = redisStores(client, [newer], [viewKey])
    assert.equal((await shared.show(flow, showing('sms'))).kind, 'open', 'once the older key is gone')
  })

  it('leaves alone a reference that another session has by now (AG-1)', async () => {
    const stores = redisStores(client)
    const [here, other] = [await caller(stores), await opened(stores)]
    await stores.shared.open(here.flow, other.reference, showing('terms'))
    assert.ok((await stores.referenceSeconds(other.reference, other.flow)) > 0)
  })

  it('is read while LIVE_VIEW_KEYS are rotated, and has ended for who has not its key', async () => {
    const [hmacKey, older, newer] = [key(), key(), key()]
    const wizard = redisStores(client, [hmacKey], [older])
    const [console, late] = [redisStores(client, [key()], [newer, older]), redisStores(client, [key()], [newer])]
    const { flow, page } = await opened(wizard)
    assert.deepEqual(await viewOf(console, page), { page: 'terms' })
    assert.deepEqual(await late.followed.read(page), { kind: 'ended' })
    await redisStores(client, [hmacKey], [newer, older]).shared.show(flow, showing('email'))
    assert.deepEqual(await viewOf(late, page), { page: 'email' })
  })

  it('that could not be shown is shown a little later, unless another was shown since', async () => {
    const stores = redisStores(client)
    const { flow, page } = await opened(stores)
    await client.config('SET', 'min-replicas-to-write', '1')
    const shown = [showing('email'), { ...showing('identity', WRONG), at: Date.now() - 60_000 }]
    for (const each of shown) await assert.rejects(stores.shared.show(flow, each), Unavailable)
    await client.config('SET', 'min-replicas-to-write', '0')
    await until('it is shown', async () => isDeepStrictEqual(await viewOf(stores, page), { page: 'email' }))
    // By then the other has been tried again too.
    await sleep(400)
    const reading = await stores.followed.read(page)
    assert.ok(reading.kind === 'open')
    assert.deepEqual([reading.view, reading.happenings], [{ page: 'email' }, []])
  })

  it('has ended if its record or its trail is damaged, or comes from another page (AG-2)', async () => {
    const stores = redisStores(client)
    const [here, other] = [await opened(stores), await opened(stores)]
    const stored = await client.hget(`{f:${other.page}}:view`, 'v')
    await client.hset(`{f:${here.page}}:view`, 'v', stored!)
    assert.deepEqual(await stores.followed.read(here.page), { kind: 'ended' })
    await client.hset(`{f:${here.page}}:view`, 'v', 'damaged')
    assert.deepEqual(await stores.followed.read(here.page), { kind: 'ended' })
    await client.rpush(`{f:${other.page}}:trail`, 'damaged')
    const reading = await stores.followed.read(other.page)
    assert.deepEqual(reading.kind === 'open' && reading.happenings, [])
  })

  it('shows whoever reads all of Redis a sealed view and closed words, and leaves no key for ever (AG-2)', async () => {
    await client.flushall()
    const stores = redisStores(client)
    const { flow, page } = await opened(stores, 'amina')
    const told = { ...WRONG, typed: '774727' }
    const view = { page: 'email-code', email: { masked: 's•••@gmail.com', proved: false } }
    await stores.shared.show(flow, { ...showing('email-code', told), view })
    await stores.shared.tell(flow, [told])
    const other = await opened(stores, 'amina')
    await stores.shared.close(other.flow, 'member')
    const dump = await dumpOf(client)
    const { [`{f:${page}}:trail`]: trail, ...others } = Object.fromEntries(dump)
    assert.deepEqual(JSON.parse(trail!), [JSON.stringify(WRONG), JSON.stringify(WRONG)])
    const rest = Object.entries(others).flat().join('\n')
    for (const secret of [flow, 'email-code', 'gmail', '774727']) assert.ok(!rest.includes(secret), secret)
    const kinds = Object.keys(others).map(name => name.replace(/^(\w:|\{f:).*?(\}:\w+)?$/, '$1$2'))
    assert.deepEqual(kinds.toSorted(), ['r:', 'r:', 's:', 's:', '{f:}:ended', '{f:}:view', '{f:}:watch'])
    assert.deepEqual(await lastingKeys(client), [])
    const lives = await Promise.all(['view', 'trail', 'watch'].map(part => client.ttl(`{f:${page}}:${part}`)))
    assert.deepEqual(
      lives.map(life => Math.ceil(life / 60)),
      [10, 10, 1],
    )
    assert.ok((await client.ttl(`{f:${other.page}}:ended`)) <= 120)
  })
})
