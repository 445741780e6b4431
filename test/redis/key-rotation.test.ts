import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { sampleMembers } from '../../src/demo/member-data/members.ts'
import { type ActiveSession, createActiveSession, type Holder } from '../../src/domain/identity/active-session.ts'
import { memberKey } from '../../src/domain/identity/member-key.ts'
import type { Bucket } from '../../src/ports/index.ts'
import { taken } from '../adapters/contract/limiter.ts'
import { dumpOf } from '../support/dump.ts'
import type { enrol } from '../support/enrol.ts'
import { paymentOf, walkTo } from '../support/journey.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { startService } from '../support/service.ts'
import { redisStores } from '../support/stores.ts'

describe('while the HMAC keys are rotated (OTP-6)', () => {
  let redis: TestRedis
  before(async () => {
    redis = await startRedis()
  })
  after(() => redis.stop())

  it('a member whose code was sent before goes on with it, wait and tries included', async () => {
    const client = await redis.client()
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const before = redisStores(client, [older]).codes
    const since = redisStores(client, [newer, older]).codes
    const slot = { flow: randomUUID(), channel: 'sms' } as const
    await before.issue(slot, { destination: 'here', mac: 'right' })
    assert.equal((await since.issue(slot, { destination: 'here', mac: 'newer' })).kind, 'wait')
    assert.deepEqual(await since.check(slot, ['wrong']), { kind: 'wrong', left: 4 })
    assert.deepEqual(await before.check(slot, ['wrong']), { kind: 'wrong', left: 3 })
    assert.deepEqual(await since.check(slot, ['right']), { kind: 'right' })
  })

  it('a member who begins since is known by the newer key alone', async () => {
    const client = await redis.client()
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const slot = { flow: randomUUID(), channel: 'sms' } as const
    await redisStores(client, [newer, older]).codes.issue(slot, { destination: 'here', mac: 'right' })
    assert.deepEqual(await redisStores(client, [newer]).codes.check(slot, ['right']), { kind: 'right' })
  })

  it('whoever has used up a limit before has used it up since, and the other way round', async () => {
    const client = await redis.client()
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const [before, since] = [[older], [newer, older]].map(secrets => redisStores(client, secrets).limiter)
    const three: Bucket = { key: randomUUID(), windows: [[3, 60]] }
    const take = async (limiter = since) => (await taken(limiter!, 1, three)) === 1
    assert.deepEqual([await take(before), await take(), await take()], [true, true, true])
    assert.deepEqual([await take(before), await take()], [false, false])
  })

  it('a count that is given back or forgotten is so under both keys', async () => {
    const client = await redis.client()
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const [before, since] = [[older], [newer, older]].map(secrets => redisStores(client, secrets).limiter)
    const two: Bucket = { key: randomUUID(), windows: [[2, 60]] }
    const used = async (limiter = since) => {
      const taken = await limiter!.take([two])
      assert.ok(taken.allowed)
      await taken.settle({ keep: [two.key] })
      return { count: taken.used[0]![0], settle: taken.settle }
    }
    await used(before)
    const second = await used()
    assert.equal(second.count, 2)
    await second.settle({})
    const again = await used(before)
    assert.equal(again.count, 2)
    await again.settle({})
    await (await used()).settle({ clear: [two.key] })
    assert.equal((await used(before)).count, 1)
  })

  it('a member who goes on elsewhere has ended what they began before', async () => {
    const client = await redis.client()
    const [older, newer] = [randomBytes(32), randomBytes(32)]
    const [before, since] = [[older], [newer, older]].map(secrets =>
      createActiveSession(redisStores(client, secrets).limiter, 60),
    )
    const [first, second] = ['first', 'second'].map(flow => ({ member: 'member', flow }))
    await before!.prove(first!)
    assert.ok((await asks(since!, first!)).allowed)
    await since!.prove(second!)
    for (const flows of [before, since]) {
      const taken = await asks(flows!, first!)
      assert.ok(!taken.allowed && taken.elsewhere)
      assert.ok((await asks(flows!, second!)).allowed)
    }
  })

  it('who has guessed at a member is given no fresh guesses, by whichever key the service starts (ID-5)', async () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)].map(key => key.toString('base64'))
    const file = sampleMembers[0]!.file as ReturnType<typeof enrol>
    const guess = async (HMAC_KEYS: string) => {
      const limits = { identity: { floorMs: 0, payment: { perDay: 3 } } }
      const service = await startService({ redisUrl: redis.url, limits, environment: { CAPTCHA: 'off', HMAC_KEYS } })
      const member = service.member()
      try {
        await walkTo(service, member, file, 'paiement')
        return (await member.answer('paiement', { ...paymentOf(file), bankAccountLast8: '00000000' })).status
      } finally {
        await service.stop()
      }
    }
    assert.equal(await guess(older!), 422)
    assert.equal(await guess(older!), 422)
    assert.equal(await guess(`${newer},${older}`), 422)
    assert.equal(await guess(`${newer},${older}`), 429)
    const client = await redis.client()
    assert.ok(![...(await dumpOf(client))].flat().join().includes(memberKey(file.nationalId)))
  })
})

function asks(flows: ActiveSession, holder: Holder) {
  return flows.takeRunSettle(
    holder,
    [],
    async () => {},
    () => undefined,
  )
}
