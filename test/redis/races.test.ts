import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import type { CodeSlot } from '../../src/ports/index.ts'
import { code, send } from '../adapters/contract/code-ledger.ts'
import { passTime } from '../support/pass-time.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { redisStores, type Stores } from '../support/stores.ts'

describe('two instances of the service on one Redis (S-8)', () => {
  let redis: TestRedis
  let client: RedisClient
  let instances: [Stores, Stores]
  before(async () => {
    redis = await startRedis()
    client = await redis.client()
    const secrets = [randomBytes(32)]
    instances = [redisStores(client, secrets), redisStores(await redis.client(), secrets)]
  })
  after(() => redis.stop())

  /** So many calls at once, every other one through the other instance. */
  const together = <Result>(times: number, call: (stores: Stores, turn: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: times }, (_, turn) => call(instances[turn % 2]!, turn)))
  const slot = (): CodeSlot => ({ flow: randomUUID(), channel: 'email' })

  it('judge five of 500 wrong codes that come at once, and the right one no longer (OTP-5)', async () => {
    const here = slot()
    await instances[0].codes.issue(here, { destination: 'here', mac: 'right' })
    const answers = await together(500, ({ codes }, turn) => codes.check(here, [`wrong ${turn}`]))
    const left = answers.flatMap(answer => (answer.kind === 'wrong' ? [answer.left] : []))
    assert.deepEqual(left.toSorted(), [1, 2, 3, 4])
    assert.equal(answers.filter(({ kind }) => kind === 'locked').length, 496)
    const [key] = await client.keys('{f:*}:code:email')
    assert.equal(await client.hget(key!, 'tries'), '5')
    assert.equal((await instances[1].codes.check(here, ['right'])).kind, 'locked')
  })

  it('judge five of 500 wrong codes that come while a resend fails', async () => {
    const here = slot()
    const [{ codes }] = instances
    await send(codes, here, code('right'))
    await passTime(client, 120)
    const resend = { destination: 'here', mac: 'never sent' }
    await Promise.all([
      codes.issue(here, resend).then(() => codes.withdraw(here, resend)),
      together(500, ({ codes }, turn) => codes.check(here, [`wrong ${turn}`])),
    ])
    assert.equal((await codes.check(here, ['right'])).kind, 'locked')
  })

  it('keep no code that was replaced once the newer one is accepted', async () => {
    const here = slot()
    const [{ codes }] = instances
    await send(codes, here, code('older'))
    await passTime(client, 120)
    await codes.issue(here, { destination: 'here', mac: 'newer' })
    assert.equal((await client.keys('*:replaced:email')).length, 1)
    await codes.check(here, ['newer'])
    assert.deepEqual(await client.keys('*:replaced:email'), [])
  })

  it('accept one of 50 right codes that come at once, and say so to as many as may try (OTP-5)', async () => {
    const here = slot()
    await instances[0].codes.issue(here, { destination: 'here', mac: 'right' })
    const answers = await together(50, ({ codes }) => codes.check(here, ['right']))
    assert.deepEqual(count(answers.map(({ kind }) => kind)), { right: 1, used: 5, expired: 44 })
  })

  it('send one of 20 codes that are asked for at once (OTP-10)', async () => {
    const here = slot()
    const answers = await together(20, ({ codes }, turn) => codes.issue(here, { destination: 'here', mac: `${turn}` }))
    assert.deepEqual(count(answers.map(({ kind }) => kind)), { issued: 1, wait: 19 })
    assert.equal((await instances[0].codes.state(here)).sendsLeft, 4)
  })

  it('take a proof from one of 50 who show it at once (C-2)', async () => {
    const answers = await together(50, ({ proofs }) => proofs.useOnce('proof', 300))
    assert.deepEqual(count(answers), { true: 1, false: 49 })
  })

  it('let five of 100 through a limit of five, at the edge of the window as well (ID-8)', async () => {
    const burst = () => together(100, ({ limiter }) => limiter.take([{ key: 'burst', windows: [[5, 3]] }]))
    const passed = (answers: { allowed: boolean }[]) => answers.filter(({ allowed }) => allowed).length
    await instances[0].limiter.take([{ key: 'burst', windows: [[5, 3]] }])
    await sleep(2000)
    assert.equal(passed(await burst()), 4)
    await sleep(1300)
    assert.equal(passed(await burst()), 1)
  })

  it('go on when Redis has forgotten the scripts', async () => {
    const here = slot()
    const { codes, limiter } = instances[0]
    const forget = () => client.script('FLUSH')
    for (const step of [
      () => codes.issue(here, { destination: 'here', mac: 'right' }),
      () => codes.state(here),
      () => codes.check(here, ['wrong']),
      () => limiter.take([{ key: 'forgotten', windows: [[9, 60]] }]),
      () => codes.withdraw(here, { destination: 'here', mac: 'right' }),
    ]) {
      await step()
      await forget()
      await step()
    }
  })

  it('go on when it forgets them while many calls are under way', async () => {
    const operator = await redis.client()
    let taking = true
    const forgetting = (async () => {
      while (taking) await operator.script('FLUSH')
    })()
    try {
      for (let round = 0; round < 40; round++)
        await together(50, ({ limiter }, turn) => limiter.take([{ key: `${round} ${turn}`, windows: [[1, 60]] }]))
    } finally {
      taking = false
      await forgetting
    }
  })
})

function count(answers: readonly unknown[]) {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[String(answer)] = (counts[String(answer)] ?? 0) + 1
  return counts
}
