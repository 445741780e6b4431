import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { keysOf } from '../../src/adapters/sessions/session-keys.ts'
import type { SampleMember } from '../../src/demo/member-data/members.ts'
import { enrol } from '../support/enrol.ts'
import { startHeldInstance } from '../support/held-instance.ts'
import { contactsOf, identityOf, leadsOn, leadsTo, paymentOf, walkTo } from '../support/journey.ts'
import { passTime } from '../support/pass-time.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { type Service, startService } from '../support/service.ts'

const members: SampleMember[] = []
let redis: TestRedis
let client: Awaited<ReturnType<TestRedis['client']>>
let service: Service
let holding: Awaited<ReturnType<typeof startHeldInstance>>
before(async () => {
  redis = await startRedis()
  client = await redis.client()
  const limits = { session: { idleSeconds: 1200, receiptSeconds: 600 }, identity: { perSession: 2 } }
  service = await startService({
    redisUrl: redis.url,
    limits,
    environment: { CAPTCHA: 'off' },
    memberData: { members },
  })
  holding = await startHeldInstance(service.environment)
})
after(async () => {
  await holding.stop()
  await service.stop()
  await redis.stop()
})

async function begin(page: Parameters<typeof walkTo>[3]) {
  await client.flushdb()
  const file = enrol(members, 'bank')
  const member = service.member()
  await walkTo(service, member, file, page)
  return { file, member }
}

/** How long the one session and the one reference live on, in seconds; none if nobody has one. */
async function lives(): Promise<{ session: number[]; reference: number[] }> {
  const [sessions, references] = [await client.keys('s:*'), await client.keys('r:*')]
  const open = (await Promise.all(sessions.map(async key => ((await client.strlen(key)) > 1 ? [key] : [])))).flat()
  const ttl = (keys: string[]) => Promise.all(keys.map(key => client.ttl(key)))
  return { session: await ttl(open), reference: await ttl(references) }
}

async function live(seconds: number) {
  const { session, reference } = await lives()
  assert.deepEqual(reference, session)
  assert.equal(session.length, 1)
  assert.ok(session[0]! <= seconds && session[0]! > seconds - 20, `${session[0]} s of ${seconds}`)
}

async function areGone() {
  assert.deepEqual(await lives(), { session: [], reference: [] })
}

describe('a support reference', () => {
  test('lives as long as its session from the accepted terms on, and is prolonged by each look and each form (AG-1)', async () => {
    const { file, member } = await begin('identite')
    await live(1200)
    await passTime(client, 300)
    await live(900)
    await member.get('identite')
    await live(1200)
    await passTime(client, 300)
    leadsTo('paiement', await member.post('identite', identityOf(file)))
    await live(1200)
    leadsOn('paiement', await member.answer('paiement', paymentOf(file)))
    await live(1200)
  })

  test('is deleted when its session was idle too long, and not restored by its cookie (AG-1)', async () => {
    const { member } = await begin('email')
    await passTime(client, 1201)
    await areGone()
    leadsTo('', await member.get('email'))
    await areGone()
  })

  test('lives as long as the receipt, from each look at it (AG-1)', async () => {
    const { member } = await begin('termine')
    await live(600)
    await passTime(client, 300)
    assert.equal((await member.get('termine')).status, 200)
    await live(600)
    await passTime(client, 601)
    await areGone()
  })

  test('lives as long as the page of an active account (AG-1)', async () => {
    const { file, member } = await begin('identite')
    members.at(-1)!.active = true
    leadsTo('paiement', await member.answer('identite', identityOf(file)))
    leadsTo('compte-actif', await member.answer('paiement', paymentOf(file)))
    await live(600)
  })

  test('is deleted at once when the member leaves (AG-1, S-12)', async () => {
    const { member } = await begin('mobile')
    await member.get('mobile')
    leadsTo('quitter', await member.post('quitter'))
    await areGone()
  })

  test('is deleted with a session that wrong guesses have ended (AG-1, S-12)', async () => {
    const { member } = await begin('identite')
    for (let guess = 0; guess < 2; guess++)
      await member.answer('identite', { ...identityOf(enrol([], 'bank')), nationalId: 'ZZ999999' })
    await areGone()
  })

  test('is deleted with a flow that another one of the same member has taken over, and the other stays (AG-1, S-11)', async () => {
    const { file, member } = await begin('email')
    const other = service.member()
    await walkTo(service, other, file, 'email')
    const { email } = contactsOf(file)
    await member.get('email')
    leadsTo('', await member.post('email', { email, emailConfirmation: email }))
    await live(1200)
  })
})

describe('a number that another session has', () => {
  /** Somebody else has the first `times` numbers drawn for a member who accepts the terms; returns their keys and the answer. */
  async function acceptTerms(times: number) {
    await client.flushdb()
    const member = holding.member()
    await walkTo(service, member, enrol(members, 'bank'), 'conditions')
    let next = holding.holdNext('written')
    const answering = member.answer('conditions', { accepted: 'yes' })
    const taken: string[] = []
    while (taken.length < times) {
      const [, reference] = keysOf(await next.reached)
      await client.set(reference, OTHER, 'EX', 4000)
      taken.push(reference)
      const { letGo } = next
      if (taken.length < times) next = holding.holdNext('written')
      letGo()
    }
    return { member, taken, answer: await answering }
  }

  const OTHER = 'the flow of somebody else'

  async function areUntouched(taken: readonly string[]) {
    for (const key of taken) {
      assert.equal(await client.get(key), OTHER)
      assert.ok((await client.ttl(key)) > 3900)
    }
  }

  test('is not given to this one: another is drawn, and the other session keeps its own (AG-1)', async () => {
    const { member, taken, answer } = await acceptTerms(9)
    leadsTo('identite', answer)
    assert.match((await member.get('identite')).html, /R-\d{3} \d{4}/)
    assert.equal((await client.keys('r:*')).length, 10)
    leadsTo('quitter', await member.post('quitter'))
    assert.deepEqual((await client.keys('r:*')).sort(), taken.sort())
    await areUntouched(taken)
  })

  test('opens nothing if no free one is found in ten draws: the page says to come back (AG-1)', async () => {
    const { taken, answer } = await acceptTerms(10)
    assert.equal(answer.status, 503)
    assert.deepEqual(await client.keys('s:*'), [])
    await areUntouched(taken)
  })
})
