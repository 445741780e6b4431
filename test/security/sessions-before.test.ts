import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { describe, test } from 'node:test'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { KeyedHash } from '../../src/domain/crypto/keyed-hash.ts'
import { isDayKey } from '../support/dump.ts'
import { contactsOf, identityOf, leadsTo, paymentOf, walkOn, walkTo } from '../support/journey.ts'
import type { Service } from '../support/service.ts'
import { openSiteOnRedis } from '../support/site.ts'

const { redis, service } = await openSiteOnRedis({
  environment: { CAPTCHA: 'off', TRUST_PROXY: '1', LOG_LEVEL: 'error' },
  limits: { session: { requests: [40, 900] }, captcha: { perSession: [[5, 900]] } },
})

const search = (page: { headers: Headers }) => new URL(page.headers.get('location')!, service.origin).search

describe('before the terms are accepted', () => {
  test('10,000 presses and 10,000 refused forms from 1,000 networks leave nothing in Redis (S-10)', async () => {
    const client = await redis.client()
    const used = async () => Number(/used_memory:(\d+)/.exec(await client.info('memory'))![1])
    const [keys, bytes] = [await keysIn(client), await used()]
    const agent = new Agent({ keepAlive: true, maxSockets: 20 })
    const post = (path: string, n: number) =>
      new Promise<number>((resolve, reject) => {
        const ip = `41.${n % 250}.${Math.floor(n / 250) % 4}.1`
        const headers = { origin: service.origin, 'x-forwarded-for': ip, 'content-length': '0' }
        request(`${service.origin}/mon_compte${path}`, { method: 'POST', headers, agent }, response => {
          response.resume().on('end', () => resolve(response.statusCode!))
        })
          .on('error', reject)
          .end()
      })
    for (const path of ['', '/conditions'])
      for (let n = 0; n < 10_000; n += 200) {
        const statuses = await Promise.all(Array.from({ length: 200 }, (_, each) => post(path, (n + each) % 1000)))
        assert.deepEqual(new Set(statuses), new Set([303]))
      }
    agent.destroy()
    assert.equal(await keysIn(client), keys)
    assert.ok((await used()) - bytes < 1_000_000)
  })

  test('the terms, their languages, the legal page and leaving need no session, and leave none (S-10, W-1)', async () => {
    const client = await redis.client()
    const keys = await keysIn(client)
    const visitor = service.member()
    leadsTo('conditions', await visitor.post(''))
    const page = await visitor.get('conditions')
    assert.equal(page.status, 200)
    assert.doesNotMatch(page.html, /R-\d{3}/)
    assert.equal((await visitor.post('conditions', { lang: 'ar' })).status, 200)
    assert.equal((await visitor.post('conditions', {})).status, 422)
    for (const page of ['conditions-generales', 'accessibilite'])
      assert.match((await visitor.get(page)).html, /href="\/mon_compte\/conditions"/)
    leadsTo('conditions', await visitor.get('identite'))
    assert.equal((await visitor.post('conditions', { accepted: 'yes', x: '1' })).status, 400)
    assert.equal((await visitor.post('conditions', { accepted: 'yes', _token: 'other' })).status, 403)
    const elsewhere = await visitor.post('conditions', { accepted: 'yes' }, { 'sec-fetch-site': 'cross-site' })
    assert.equal(elsewhere.status, 403)
    leadsTo('quitter', await visitor.post('quitter'))
    assert.doesNotMatch(visitor.cookies, /start/)
    leadsTo('', await visitor.get('conditions'))
    assert.equal(await keysIn(client), keys)
  })

  test('a start that is forged, or too old, opens nothing, and the start page says so (S-5)', async () => {
    const visitor = service.member()
    await visitor.post('')
    await visitor.get('conditions')
    const [place, token, until, mac] = /start=([^;]+)/.exec(visitor.cookies)![1]!.split('.')
    for (const cookie of [
      [place, token, String(Number(until) + 1), mac],
      [place, 'chosen', until, mac],
      ['AAAAAAAAAAAAAAAAAAAAAAAA', token, until, mac],
      [place, token, until, ''],
    ]) {
      visitor.cookies = `start=${cookie.join('.')}`
      leadsTo('', await visitor.get('conditions'))
      leadsTo('', await visitor.post('conditions', { accepted: 'yes' }))
      assert.match((await visitor.get('')).html, /Le temps est écoulé/)
    }
  })

  test('a start is over at its end, whatever the browser keeps (S-3)', async () => {
    const hash = new KeyedHash(service.config.SESSION_KEYS, 'start-cookie')
    const startUntil = async (time: number) => {
      const facts = ['p'.repeat(24), 'token', String(time)]
      const visitor = service.member()
      visitor.cookies = `start=${[...facts, hash.of(...facts)].join('.')}`
      return visitor.get('conditions')
    }
    assert.equal((await startUntil(Date.now() + 60_000)).status, 200)
    leadsTo('', await startUntil(Date.now() - 1))
  })

  test('two clicks on the terms open one session under one id, and the first answer is dead (S-4)', async () => {
    const client = await redis.client()
    const [first, second] = [service.member(), service.member()]
    await first.post('')
    second.cookies = first.cookies
    await first.get('conditions')
    await second.get('conditions')
    const sessions = (await client.keys('s:*')).length
    const references = (await client.keys('r:*')).length
    leadsTo('identite', await first.post('conditions', { accepted: 'yes' }))
    leadsTo('identite', await second.post('conditions', { accepted: 'yes' }))
    assert.equal((await client.keys('s:*')).length, sessions + 1)
    assert.equal((await client.keys('r:*')).length, references + 1)
    assert.equal((await second.get('identite')).status, 200)
    leadsTo('', await first.get('identite'))
  })

  test('a start that somebody else copied opens no session in which more is answered already (S-4)', async () => {
    const [member, thief] = [service.member(), service.member()]
    await member.post('')
    thief.cookies = member.cookies
    await thief.get('conditions')
    await identifies(member)
    leadsTo('', await thief.post('conditions', { accepted: 'yes' }))
    leadsTo('', await thief.get('paiement'))
    assert.equal((await member.get('paiement')).status, 200)
  })

  async function identifies(member: ReturnType<Service['member']>) {
    const file = service.enrol()
    await member.answer('conditions', { accepted: 'yes' })
    leadsTo('paiement', await member.answer('identite', identityOf(file)))
  }
})

describe('a browser that refuses cookies', () => {
  test('gets a page that says so after the first press, in both languages, and leaves nothing (S-10)', async () => {
    const client = await redis.client()
    const keys = await keysIn(client)
    const visitor = service.member()
    for (let press = 0; press < 3; press++) {
      const pressed = await visitor.post('')
      leadsTo('conditions', pressed)
      visitor.cookies = ''
      const page = await visitor.get(`conditions${search(pressed)}`)
      assert.equal(page.status, 200)
      assert.match(page.html, /refuse les cookies/)
      assert.match(page.html, /ملفات تعريف الارتباط/)
      assert.match(page.html, /<form method="post" action="\/mon_compte">/)
    }
    assert.equal(await keysIn(client), keys)
  })

  test('is not what a bookmark of the terms is taken for: that leads to the start page', async () => {
    leadsTo('', await service.member().get('conditions'))
  })
})

describe('a budget of requests', () => {
  test('of one session is answered with how long to wait, and counted by the visit itself (S-10, W-16)', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'identite')
    let page = await member.get('identite')
    for (let n = 0; n < 40 && page.status === 200; n++) page = await member.get('identite')
    assert.equal(page.status, 429)
    const seconds = Number(page.headers.get('retry-after'))
    assert.ok(seconds > 800 && seconds <= 960, String(seconds))
    const other = service.member()
    await walkTo(service, other, service.enrol(), 'identite')
    assert.equal((await other.get('identite')).status, 200)
  })

  test('of puzzles fetched by one session is smaller (W-16)', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'identite')
    for (let n = 0; n < 5; n++) assert.equal((await member.get('captcha?page=identite')).status, 200)
    const page = await member.get('captcha?page=identite')
    assert.equal(page.status, 429)
    assert.ok(Number(page.headers.get('retry-after')) > 0)
  })
})

describe('a flow that another one of the same member has taken over', () => {
  for (const page of ['email', 'email-code', 'mobile', 'mobile-code', 'mot-de-passe'] as const)
    test(`shows nothing of /${page}, and says where they went on (S-11)`, async () => {
      const file = service.enrol()
      const [older, newer] = [service.member(), service.member()]
      await walkTo(service, older, file, page)
      assert.equal((await older.get(page)).status, 200)
      await walkTo(service, newer, file, 'email')
      const shown = await older.get(page)
      leadsTo('', shown)
      assert.equal(search(shown), '?fin=ailleurs')
      assert.doesNotMatch(shown.html, new RegExp(contactsOf(file).email))
      leadsTo('', await older.get(page))
      assert.equal((await newer.get('email')).status, 200)
    })
})

test('an answer to a form may be kept by nobody, wherever it leads (W-8)', async () => {
  const file = service.enrol()
  const member = service.member()
  const pages = [await member.post('')]
  await member.get('conditions')
  pages.push(await member.post('conditions', { accepted: 'yes' }))
  await member.answer('identite', identityOf(file))
  pages.push(await member.answer('paiement', paymentOf(file)))
  await walkOn(service, member, file, 'email')
  pages.push(await member.post('prolonger'))
  pages.push(await member.post('quitter'))
  for (const page of pages) {
    assert.equal(page.status, 303)
    assert.equal(page.headers.get('cache-control'), 'no-store')
  }
})

async function keysIn(client: RedisClient): Promise<number> {
  return (await client.keys('*')).filter(key => !isDayKey(key)).length
}
