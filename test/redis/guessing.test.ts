import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { bare } from '../support/bare.ts'
import type { enrol } from '../support/enrol.ts'
import { identityOf, leadsOn, leadsTo, paymentOf, walkTo } from '../support/journey.ts'
import { passTime } from '../support/pass-time.ts'
import { openSiteOnRedis } from '../support/site.ts'
import { Visitor } from '../support/visitor.ts'

type File = ReturnType<typeof enrol>

const DAY = 86_400
const WAITS = [0, 0, 30, 60, 300, 900, 3600]

let asked: string[] = []
let fault: Fault | undefined
const { redis, service } = await openSiteOnRedis({
  instances: 2,
  limits: {
    identity: { floorMs: 0, perIp: [[6, 900]], trusted: [{ networks: ['192.0.2.0/24'], perIp: [[8, 900]] }] },
  },
  environment: { CAPTCHA: 'off', TRUST_PROXY: '1' },
  memberData: {
    faults: ({ path }) => {
      asked.push(path.replace(/^.*\//, ''))
      return fault
    },
  },
})
beforeEach(() => {
  asked = []
})

const pass = async (seconds: number) => passTime(await redis.client(), seconds)

/** Someone new, at an address of their own unless one is given, who answers the identity page. */
async function identify(file: File, wrong: Record<string, string> = {}, ip?: string) {
  const visitor = new Visitor(service.origin, ip)
  await walkTo(service, visitor, file, 'identite')
  return { visitor, page: await visitor.answer('identite', { ...identityOf(file), ...wrong }) }
}

/** Someone new who knows the three facts, and answers the payment page. */
async function pay(file: File, wrong: Record<string, string> = {}) {
  const { visitor, page } = await identify(file)
  leadsTo('paiement', page)
  return { visitor, page: await visitor.answer('paiement', { ...paymentOf(file), ...wrong }) }
}

const wrongDate = { birthYear: '1962' }
const wrongAccount = { bankAccountLast8: '00000000' }

describe('guessing from one network address', () => {
  for (const [name, least, ip] of [
    ['is stopped after so many failures, whatever the sessions (ID-3)', 6, () => '203.0.113.7'],
    ['is stopped for a whole IPv6 network (ID-3)', 6, (n: number) => `2001:db8::${n.toString(16)}`],
    ['of an agency is stopped later (ID-3)', 8, () => '192.0.2.9'],
  ] as const)
    test(`${name}, and the insurer is asked no more (ID-3)`, async () => {
      for (let guess = 1; guess <= least; guess++)
        assert.equal((await identify(service.enrol(), wrongDate, ip(guess))).page.status, 422, `guess ${guess}`)
      asked = []
      const { page } = await identify(service.enrol(), {}, ip(99))
      assert.equal(page.status, 429)
      assert.deepEqual(asked, [])
      const others = await identify(service.enrol())
      leadsTo('paiement', others.page)
    })

  test('does not count who was right', async () => {
    for (let turn = 0; turn < 8; turn++) leadsTo('paiement', (await identify(service.enrol(), {}, '203.0.113.8')).page)
  })
})

describe('guessing at one number or card', () => {
  /** An address of a network that nobody else is in. */
  let sites = 0
  const elsewhere = () => `100.64.${++sites}.1`
  const failThrice = async (file: File, ip: string) => {
    for (let guess = 0; guess < 3; guess++) assert.equal((await identify(file, wrongDate, ip)).page.status, 422)
  }

  test('is slowed down ever more, but for two tries of five networks a day, and never locked (ID-4)', async () => {
    const file = service.enrol()
    for (const [n, wait] of WAITS.entries()) {
      assert.equal((await identify(file, wrongDate, elsewhere())).page.status, 422)
      if (wait === 0) continue
      if (n === 2)
        for (let network = 0; network < 5; network++) {
          const ip = elsewhere()
          for (let guess = 0; guess < 2; guess++)
            assert.equal((await identify(file, wrongDate, ip)).page.status, 422, `network ${network}, guess ${guess}`)
          assert.equal((await identify(file, wrongDate, ip)).page.status, 429)
        }
      asked = []
      const { page } = await identify(file, {}, elsewhere())
      assert.equal(page.status, 429)
      const seconds = Number(page.headers.get('retry-after'))
      assert.equal(seconds, Math.ceil(wait / 60) * 60)
      assert.deepEqual(asked, [])
      await pass(wait)
    }
    leadsTo('paiement', (await identify(file, {}, elsewhere())).page)
  })

  test('keeps out no member who answers right on another network, though a bot fails at each end of a wait (ID-4)', async () => {
    const file = service.enrol()
    const [bots, home] = [[elsewhere(), elsewhere(), elsewhere()], elsewhere()]
    for (const [n, wait] of WAITS.entries()) {
      if (WAITS[n - 1]) await pass(WAITS[n - 1]!)
      assert.equal((await identify(file, wrongDate, bots[n % 3])).page.status, 422)
      if (wait > 0) for (const bot of bots) await identify(file, wrongDate, bot)
      leadsTo('paiement', (await identify(file, {}, home)).page)
    }
  })

  test('is slowed down by the card alone and by the number alone (ID-4)', async () => {
    const [file, other] = [service.enrol(), service.enrol()]
    const [ip, second] = [elsewhere(), elsewhere()]
    for (let guess = 0; guess < 3; guess++) await identify(service.enrol(), { nationalId: file.nationalId }, ip)
    assert.equal((await identify(file, {}, ip)).page.status, 429)
    const { registrationNumber } = other
    for (let guess = 0; guess < 3; guess++) await identify(service.enrol(), { registrationNumber }, second)
    assert.equal((await identify(other, {}, second)).page.status, 429)
  })

  test('is slowed down by one card or number, however many zeros it is written with (ID-4)', async () => {
    for (const [field, ways] of [
      ['nationalId', ['ZX12345', 'ZX012345', 'ZX0012345']],
      ['registrationNumber', ['765432', '0765432', '00765432']],
    ] as const) {
      const ip = elsewhere()
      for (const way of ways) assert.equal((await identify(service.enrol(), { [field]: way }, ip)).page.status, 422)
      assert.equal((await identify(service.enrol(), { [field]: ways[0] }, ip)).page.status, 429, field)
    }
  })

  test('stays slow after the member was recognised, so that the pace reveals no success, and decays in a day (ID-4)', async () => {
    const file = service.enrol()
    const stranger = elsewhere()
    await failThrice(file, stranger)
    leadsTo('paiement', (await identify(file, {}, elsewhere())).page)
    assert.equal((await identify(file, wrongDate, stranger)).page.status, 429)
    await pass(30)
    leadsTo('paiement', (await identify(file, {}, elsewhere())).page)
    assert.equal((await identify(file, wrongDate, stranger)).page.status, 422)
    assert.equal((await identify(file, wrongDate, stranger)).page.status, 429)
    await pass(DAY)
    await failThrice(file, stranger)
  })

  test('while waiting counts against the network that looks, and makes nobody else wait longer (ID-4)', async () => {
    const file = service.enrol()
    const ip = elsewhere()
    await failThrice(file, ip)
    const waits = []
    for (let look = 0; look < 3; look++)
      waits.push(Number((await identify(file, {}, ip)).page.headers.get('retry-after')))
    assert.deepEqual(waits, [60, 60, 60])
    assert.equal((await identify(service.enrol(), {}, ip)).page.status, 429, 'six with three failures')
    await pass(30)
    leadsTo('paiement', (await identify(file, {}, elsewhere())).page)
  })

  test('has the same wait in the header as on the page (ID-4, ID-9)', async () => {
    const file = service.enrol()
    const ip = elsewhere()
    await failThrice(file, ip)
    const { page } = await identify(file, {}, ip)
    const minutes = /Réessayez dans (?:<[^>]+>)*(\d+)?/.exec(page.html)![1]
    assert.equal(page.headers.get('retry-after'), String(Number(minutes) * 60))
  })

  test('gets the same page for a number that exists and one that does not, with the time alone (ID-1, ID-9)', async () => {
    const nobody = { ...service.enrol(), registrationNumber: '111111111', nationalId: 'ZZ999123' }
    const pages = []
    for (const each of [service.enrol(), nobody]) {
      const ip = elsewhere()
      for (let guess = 0; guess < 3; guess++) await identify(each, wrongDate, ip)
      pages.push((await identify(each, {}, ip)).page)
    }
    const [known, unknown] = pages as [(typeof pages)[0], (typeof pages)[0]]
    const echoed = (html: string) => bare(html).replace(/(type="text"[^>]*) value="[^"]*"/g, '$1')
    assert.equal(echoed(known.html), echoed(unknown.html))
    assert.match(known.html, /Réessayez dans .*, à partir de .*\d\d?\u00a0h\u00a0\d\d/)
    assert.match(known.html, /05 38 00 20 20/)
    assert.doesNotMatch(known.html, /guess|typed|session:|\b\d+ (essais?|fois|tentatives?)/)
    const names = [...known.headers.keys()].filter(name => /limit/.test(name))
    assert.deepEqual(names, [], 'no header names the limit')
  })

  test('is not counted while the insurer cannot be asked', async () => {
    const file = service.enrol()
    fault = { status: 503 }
    for (let attempt = 0; attempt < 4; attempt++) assert.equal((await identify(file)).page.status, 503)
    fault = undefined
    leadsTo('paiement', (await identify(file)).page)
  })
})

describe('guessing at the payment questions', () => {
  test('is closed to the member after five wrong answers a day, ten a month, whatever the answer then (ID-5)', async () => {
    const file = service.enrol()
    const closed = async () => {
      asked = []
      const { page } = await pay(file)
      assert.equal(page.status, 429)
      assert.match(page.html, /Réessayez dans .*, à partir du .*\d{4} à \d\d?\u00a0h\u00a0\d\d/)
      assert.match(page.html, /05 38 00 20 20/)
      assert.deepEqual(asked, ['identity-checks'])
      return Number(page.headers.get('retry-after'))
    }
    for (let answer = 0; answer < 5; answer++) assert.equal((await pay(file, wrongAccount)).page.status, 422)
    assert.ok((await closed()) > DAY - 60)
    await pass(DAY)
    for (let answer = 0; answer < 5; answer++) assert.equal((await pay(file, wrongAccount)).page.status, 422)
    await pass(DAY)
    assert.ok((await closed()) > 27 * DAY)
  })

  test('is cleared when the member has answered right', async () => {
    const file = service.enrol()
    for (let turn = 0; turn < 2; turn++) {
      for (let answer = 0; answer < 4; answer++) assert.equal((await pay(file, wrongAccount)).page.status, 422)
      leadsOn('paiement', (await pay(file)).page)
    }
  })
})

describe('a session', () => {
  test('is over after five failures on both pages together, and the start page says why (ID-6)', async () => {
    const file = service.enrol()
    const { visitor } = await identify(service.enrol(), wrongDate)
    await visitor.answer('identite', { ...identityOf(service.enrol()), ...wrongDate })
    leadsTo('paiement', await visitor.answer('identite', identityOf(file)))
    for (let answer = 0; answer < 2; answer++)
      assert.equal((await visitor.answer('paiement', { ...paymentOf(file), ...wrongAccount })).status, 422)
    const last = await visitor.answer('paiement', { ...paymentOf(file), ...wrongAccount })
    leadsTo('', last)
    const ended = await visitor.get(new URL(last.headers.get('location')!, service.origin).search)
    assert.match(ended.html, /Plusieurs vérifications ont échoué/)
    assert.match(ended.html, /فشلت عدة محاولات/)
    leadsTo('', await visitor.get('paiement'))
  })
})
