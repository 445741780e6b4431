import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startInstances } from '../support/instances.ts'
import { codeSentTo, contactsOf, identityOf, leadsTo, paymentOf, walkTo } from '../support/journey.ts'
import { lastingKeys } from '../support/lasting-keys.ts'
import type { Page } from '../support/member.ts'
import { type Walk, walkPatiently } from '../support/patient.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'

/** Until the slowest answer (REL-R1). */
const LONGEST_MS = 1500

type Service = Awaited<ReturnType<typeof startInstances>>

let redis: TestRedis
before(async () => {
  redis = await startRedis()
})
after(() => redis.stop())
afterEach(async () => assert.deepEqual(await lastingKeys(await redis.client()), [], 'every key has an end'))

describe('two instances on one Redis', () => {
  let service: Service
  before(async () => {
    service = await start([[], []])
  })
  after(() => service.stop())

  /** Someone on a page, who has opened it. */
  async function at(page: 'identite' | 'email-code') {
    const [member, file] = [service.member(), service.enrol()]
    await walkTo(service, member, file, page)
    await member.get(page)
    return { member, file }
  }

  test('say at once that members cannot go on while Redis is suspended, and go on when it resumes (F1)', async t => {
    const here = await at('identite')
    const walks = walkers(service, 10)
    await sleep(1500)
    redis.freeze()
    t.after(() => redis.thaw())
    for (const end = Date.now() + 2500; Date.now() < end; ) {
      const answers = [
        ...['identite', 'conditions', 'email'].map(page => () => here.member.get(page)),
        () => here.member.post('identite', identityOf(here.file)),
        () => newcomer(service),
      ]
      for (const [page, ms] of await Promise.all(answers.map(timed))) {
        assert.equal(page.status, 503)
        assert.ok(page.headers.get('retry-after'))
        assert.ok(ms < LONGEST_MS, `answered after ${ms} ms`)
      }
      assert.equal((await service.member().get('')).status, 200, 'what needs no session is shown')
    }
    assert.deepEqual(await service.readiness(), [503, 503])
    redis.thaw()
    t.diagnostic(summary(await ended(walks)))
    leadsTo('paiement', await here.member.answer('identite', identityOf(here.file)))
    await ready(service)
  })

  test('lead back to a start page that says so when Redis has lost everything (F2)', async t => {
    const here = await at('email-code')
    const code = await codeSentTo(service, contactsOf(here.file).email)
    const operator = await redis.client()
    const sessions = async () => (await operator.keys('r:*')).length
    const before = await sessions()
    const walks = walkers(service, 10)
    await until('most walkers have a session', async () => (await sessions()) > before + 5)
    await redis.restart()
    await ready(service)
    leadsTo('', await answered(() => here.member.post('email-code', { code })))
    for (const page of ['email-code', 'mobile', 'mot-de-passe', 'termine'])
      leadsTo('', await answered(() => here.member.get(page)))
    assert.match((await here.member.get('')).html, /Le temps est écoulé/)
    const walked = await ended(walks)
    t.diagnostic(summary(walked))
    assert.ok(walked.some(({ begunAnew }) => begunAnew > 0))
  })

  test('turn new members away when Redis is full, and go on showing stored pages (F3)', async () => {
    const [here, there] = [await at('identite'), await at('email-code')]
    const operator = await redis.client()
    await operator.config('SET', 'maxmemory', '1')
    await sleep(1100)
    assert.equal((await newcomer(service)).status, 503)
    assert.equal((await here.member.post('identite', identityOf(here.file))).status, 503)
    for (let turn = 0; turn < 2; turn++) {
      assert.equal((await here.member.get('identite')).status, 200)
      assert.equal((await there.member.get('email-code')).status, 200)
    }
    assert.deepEqual(await service.readiness(), [503, 503])
    await operator.config('SET', 'maxmemory', '0')
    leadsTo('paiement', await here.member.answer('identite', identityOf(here.file)))
    await ready(service)
  })

  test('go on when Redis forgets the scripts again and again (F5)', async t => {
    const operator = await redis.client()
    let walking = true
    // So often that a script is forgotten between its text and its next call as well.
    const forgetting = (async () => {
      while (walking) await Promise.all([operator.script('FLUSH'), sleep(1)])
    })()
    const walked = await ended(walkers(service, 10)).finally(() => {
      walking = false
      return forgetting
    })
    t.diagnostic(summary(walked))
    assert.deepEqual(walked.map(({ firstRefusal }) => firstRefusal).filter(Boolean), [])
  })
})

describe('two instances of which one is an hour ahead (F12)', () => {
  let folder: string
  let service: Service
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ahead-'))
    const ahead = join(folder, 'ahead.mjs')
    await writeFile(ahead, AHEAD)
    service = await start([[], ['--import', ahead]])
  })
  after(async () => {
    await service.stop()
    await rm(folder, { recursive: true })
  })

  test('let members through, and take codes for as long as Redis says', async () => {
    const walked = await ended(walkers(service, 6))
    assert.deepEqual(
      walked.map(({ newCodes, begunAnew }) => newCodes + begunAnew),
      [0, 0, 0, 0, 0, 0],
    )
  })

  test('count as one: a page closed after five wrong answers is closed on both, for as long', async () => {
    const file = service.enrol()
    const pay = async (turn: number, bankAccountLast8: string) => {
      const member = service.member()
      await walkTo(service, member, file, 'paiement')
      // The balancer takes turns: one request more, and the answer comes to the other instance.
      if (turn % 2 === 1) await member.get('paiement')
      return member.answer('paiement', { ...paymentOf(file), bankAccountLast8 })
    }
    for (let answer = 0; answer < 5; answer++) assert.equal((await pay(answer, '00000000')).status, 422)
    const waits: number[] = []
    for (let turn = 0; turn < 4; turn++) {
      const page = await pay(turn, paymentOf(file)['bankAccountLast8']!)
      assert.equal(page.status, 429)
      waits.push(Number(page.headers.get('retry-after')))
    }
    assert.ok(Math.max(...waits) - Math.min(...waits) < 120, `${waits} s`)
  })
})

/** The clock of the whole process, as its own code reads it. */
const AHEAD = `
const now = Date.now
Date.now = () => now() + 3_600_000
globalThis.Date = new Proxy(Date, { construct: (Date, words) => Reflect.construct(Date, words.length ? words : [Date.now()]) })
`

function start(nodeOptions: readonly string[][]): Promise<Service> {
  return startInstances({
    redisUrl: redis.url,
    nodeOptions,
    limits: { code: { resendWaitsSeconds: [1, 1, 1, 1, 1] } },
    environment: { CAPTCHA: 'off' },
  })
}

/** Members who think for so long at each of nine pages that a fault after a second and a half finds them all under way. */
function walkers(service: Service, count: number): Promise<Walk>[] {
  return Array.from({ length: count }, () => walkPatiently(service, 400))
}

/** Asserts that all have come to the end, by their own answers; returns their walks. */
async function ended(walks: readonly Promise<Walk>[]): Promise<Walk[]> {
  const walked = await Promise.all(walks)
  assert.deepEqual(
    walked.filter(({ finished, granted }) => !finished || granted.length > 0),
    [],
  )
  return walked
}

function summary(walked: readonly Walk[]): string {
  const count = (amount: (walk: Walk) => number) => walked.reduce((total, walk) => total + amount(walk), 0)
  return JSON.stringify({
    finished: walked.length,
    unavailable: count(({ unavailable }) => unavailable),
    newCodes: count(({ newCodes }) => newCodes),
    begunAnew: count(({ begunAnew }) => begunAnew),
    slowestRefusalMs: Math.max(...walked.map(({ slowestRefusalMs }) => slowestRefusalMs)),
  })
}

/** Someone without a session, whose first accepted form would open one. */
async function newcomer(service: Service): Promise<Page> {
  const member = service.member()
  leadsTo('conditions', await member.post(''))
  return member.answer('conditions', { accepted: 'yes' })
}

async function timed(send: () => Promise<Page>): Promise<[Page, number]> {
  const from = performance.now()
  return [await send(), Math.round(performance.now() - from)]
}

/** The answer, once the instance that gives it has found Redis again: a probe may be as old as the outage is short. */
async function answered(send: () => Promise<Page>): Promise<Page> {
  for (;;) {
    const page = await send()
    if (page.status !== 503) return page
    await sleep(100)
  }
}

function ready(service: Service): Promise<void> {
  return until('both instances are ready', async () => (await service.readiness()).every(status => status === 200))
}
