import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import express from 'express'
import { ExpiringMap } from '../../src/adapters/memory/expiring-map.ts'
import { memorySessionClient } from '../../src/adapters/memory/session-client.ts'
import { createSessionStore } from '../../src/adapters/sessions/session-store.ts'
import { listen } from '../../src/demo/listen.ts'
import { Sealer } from '../../src/domain/crypto/seal.ts'
import { activation } from '../../src/journey.ts'
import { sessions } from '../../src/web/middleware/session.ts'
import { codeSentTo, identityOf, leadsOn, leadsTo, memberOn, paymentOf, walkOn, walkTo } from '../support/journey.ts'
import { onceAllowed } from '../support/once-allowed.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { type Service, startService } from '../support/service.ts'
import { until } from '../support/until.ts'

let redis: TestRedis
let service: Service
let whenTexting = () => {}
let textingMs = 0
let askingMs = 0
before(async () => {
  redis = await startRedis()
  const twilio = { faults: () => void whenTexting(), delayMs: () => textingMs }
  const memberData = { delayMs: () => askingMs }
  service = await startService({
    redisUrl: redis.url,
    limits: { code: { resendWaitsSeconds: [1, 1, 1, 1] } },
    environment: { CAPTCHA: 'off' },
    twilio,
    memberData,
  })
})
after(async () => {
  await service.stop()
  await redis.stop()
})

const PATHS = activation.steps.map(({ path }) => path)
type PageName = Parameters<typeof walkTo>[3]

const on = (page: PageName) => memberOn(service, page)

describe('a session id', () => {
  test('is one of 10,000 that all differ, each of 192 bits (S-2)', async () => {
    const store = createSessionStore(memorySessionClient(new ExpiringMap()), new Sealer([randomBytes(32)]), {
      requests: [600, 900] as const,
      secondsLeft: () => 1200,
    })
    const app = express().use(sessions(service.config, store))
    app.get('/', (req, res) => void res.send(req.sessionID))
    const { url, close } = await listen(app)
    const ids = new Set<string>()
    for (let round = 0; round < 100; round++) {
      const replies = await Promise.all(Array.from({ length: 100 }, async () => (await fetch(url)).text()))
      for (const id of replies) ids.add(id)
    }
    await close()
    assert.equal(ids.size, 10_000)
    for (const id of ids)
      assert.equal(Buffer.from(id, 'base64url').length, 18 + 3 + 24, 'its place, its reference, and 192 bits')
  })

  test('that the service did not issue is not adopted, signed or not, in the cookie or elsewhere (S-5)', async () => {
    const client = await redis.client()
    const known = await client.keys('s:*')
    const { member } = await on('identite')
    const real = member.cookies
    for (const cookies of [
      'sid=chosen',
      'sid=s%3Achosen.forged',
      `${real.slice(0, -4)}AAAA`,
      'sid=',
      `${'sid=x; '.repeat(50)}sid=y`,
    ]) {
      const visitor = service.member()
      visitor.cookies = cookies
      leadsTo('', await visitor.get('identite'))
      leadsTo('conditions', await visitor.post(''))
      leadsTo('identite', await visitor.answer('conditions', { accepted: 'yes' }))
      assert.notEqual(visitor.cookies, cookies)
    }
    const id = decodeURIComponent(real.split('=')[1]!)
    const visitor = service.member()
    leadsTo('', await visitor.get(`identite?sid=${encodeURIComponent(id)}`))
    leadsTo('', await visitor.get('identite', { 'x-session-id': id, authorization: `Bearer ${id}` }))
    const ids = (await client.keys('s:*')).filter(key => !known.includes(key))
    assert.ok(
      ids.every(key => /^s:\{[\w-]\}[\w-]{23}$/.test(key)),
      ids.join(' '),
    )
  })

  test('is not kept by the member who has proved themselves, who finished, or who left (S-4)', async () => {
    const { file, member } = await on('paiement')
    const ids = [member.cookies]
    leadsOn('paiement', await member.answer('paiement', paymentOf(file)))
    ids.push(member.cookies)
    assert.notEqual(ids[0], ids[1])
    await walkOn(service, member, file, 'email')
    leadsTo('quitter', await member.post('quitter'))
    for (const cookies of ids) {
      member.cookies = cookies
      leadsTo('', await member.get('conditions'))
    }
  })
})

describe('a session key (S-2)', () => {
  const key = () => randomBytes(32).toString('base64')
  const [older, newer] = [key(), key()]
  const shared = { CAPTCHA: 'off', ENCRYPTION_KEYS: key(), HMAC_KEYS: key() }
  const startWith = (SESSION_KEYS: string) =>
    startService({ redisUrl: redis.url, environment: { ...shared, SESSION_KEYS } })

  test('that is listed second still opens the sessions it signed; one that is removed does not (S-2)', async () => {
    const [before, during, since] = [
      await startWith(older),
      await startWith(`${newer},${older}`),
      await startWith(newer),
    ]
    const member = before.member()
    await walkTo(before, member, before.enrol(), 'identite')
    const [later, last] = [during.member(), since.member()]
    later.cookies = last.cookies = member.cookies
    assert.equal((await later.get('identite')).status, 200)
    leadsTo('', await last.get('identite'))
    await Promise.all([before, during, since].map(each => each.stop()))
  })
})

describe('a page out of turn (S-6)', () => {
  for (const here of PATHS)
    test(`leads back to ${here}, whichever it is, and accepts nothing`, async () => {
      const { file, member, email, phone } = await on(here as PageName)
      await member.get(here)
      const forms: Record<string, Record<string, string>> = {
        paiement: paymentOf(file),
        email: { email, emailConfirmation: email },
        mobile: { phone, phoneConfirmation: phone },
        'email-code': { code: '123456' },
        'mobile-code': { code: '123456' },
        'mot-de-passe': { password: 'Cheval bleu 7', passwordConfirmation: 'Cheval bleu 7' },
      }
      const later = PATHS.slice(PATHS.indexOf(here) + 1)
      const sent = service.farEnds.smtp.mails.all.length + service.farEnds.twilio.texts.all.length
      for (const there of [...later, 'termine', 'compte-actif']) leadsTo(here, await member.get(there))
      for (const there of later) {
        leadsTo(here, await member.post(there, forms[there] ?? {}))
        leadsTo(here, await member.post(`${there}/renvoyer`))
      }
      assert.equal(service.farEnds.smtp.mails.all.length + service.farEnds.twilio.texts.all.length, sent)
    })
})

describe('a proof (S-7)', () => {
  test('of the identity is void when another identity is given, with all that hung on it', async () => {
    const { member } = await on('mot-de-passe')
    const other = service.enrol()
    leadsTo('conditions', await member.answer('identite', identityOf(other)))
    for (const page of ['email', 'mobile', 'mot-de-passe']) leadsTo('conditions', await member.get(page))
  })

  test('of an address is void for another one, while the proof of the number stays valid; and the other way round', async () => {
    const { member, email, phone } = await on('mot-de-passe')
    const newEmail = `neuf-${email}`
    const mail = () => member.answer('email', { email: newEmail, emailConfirmation: newEmail })
    leadsTo('email-code', await onceAllowed(mail))
    leadsTo('mot-de-passe', await member.answer('email-code', { code: await codeSentTo(service, newEmail) }))
    const newPhone = phone.replace('+212612', '+212661')
    const text = () => member.answer('mobile', { phone: newPhone, phoneConfirmation: newPhone })
    leadsTo('mobile-code', await onceAllowed(text))
    leadsTo('mobile-code', await member.get('mot-de-passe'))
    leadsTo('mot-de-passe', await member.answer('mobile-code', { code: await codeSentTo(service, newPhone) }))
  })

  test('of one member is not valid for another, in another session', async () => {
    const [one, other] = [await on('email-code'), await on('email-code')]
    const code = await codeSentTo(service, one.email)
    const page = await other.member.answer('email-code', { code })
    assert.equal(page.status, 422)
    leadsTo('mobile', await one.member.answer('email-code', { code }))
  })
})

describe('a session that cannot be saved (S-9)', () => {
  test('is an outage, not an answer that was accepted', async () => {
    const { member, phone } = await on('mobile')
    await member.get('mobile')
    whenTexting = () => redis.freeze()
    const page = await member.post('mobile', { phone, phoneConfirmation: phone })
    whenTexting = () => {}
    redis.thaw()
    assert.equal(page.status, 503)
    assert.ok(Number(page.headers.get('retry-after')) > 0)
    await until('Redis is back', async () => (await member.get('mobile')).status === 200)
  })

  test('under a new id leaves the browser the one that it has, and the same form goes on', async () => {
    const { file, member } = await on('paiement')
    await member.get('paiement')
    const { cookies } = member
    const client = await redis.client()
    await client.acl('SETUSER', 'default', '-set')
    const page = await member.post('paiement', paymentOf(file))
    await client.acl('SETUSER', 'default', '+set')
    assert.equal(page.status, 503)
    assert.equal(member.cookies, cookies)
    leadsOn('paiement', await member.post('paiement', paymentOf(file)))
  })

  test('once the answer is out is a line in the log, and nothing of it goes to stderr (L-4)', async t => {
    const { member } = await on('termine')
    const said = t.mock.method(console, 'error', () => {})
    const client = await redis.client()
    await client.acl('SETUSER', 'default', '-pexpire')
    const page = await member.get('termine')
    await client.acl('SETUSER', 'default', '+pexpire')
    assert.equal(page.status, 200)
    assert.equal(said.mock.callCount(), 0)
  })
})

describe('after the end (S-12, W-8)', () => {
  test('a form that was under way when the member left brings nothing back (S-12)', async () => {
    const { member, phone } = await on('mobile')
    await member.get('mobile')
    const secondTab = service.member()
    secondTab.cookies = member.cookies
    await secondTab.get('mobile')
    const { cookies } = member
    textingMs = 500
    const answered = member.post('mobile', { phone, phoneConfirmation: phone })
    await sleep(100)
    leadsTo('quitter', await secondTab.post('quitter'))
    textingMs = 0
    const page = await answered
    leadsTo('', page)
    assert.match(page.headers.get('location')!, /\?fin=expiree$/)
    member.cookies = cookies
    leadsTo('', await member.get('mobile'))
  })

  for (const [page, form] of [
    ['paiement', paymentOf],
    ['mot-de-passe', () => ({ password: 'Cheval bleu 7', passwordConfirmation: 'Cheval bleu 7' })],
  ] as const)
    test(`the form of ${page}, which goes on under a new id, does not either`, async () => {
      const { file, member } = await on(page)
      await member.get(page)
      const secondTab = service.member()
      secondTab.cookies = member.cookies
      await secondTab.get(page)
      askingMs = 500
      const answered = member.post(page, form(file))
      await sleep(250)
      leadsTo('quitter', await secondTab.post('quitter'))
      askingMs = 0
      const answer = await answered
      leadsTo('', answer)
      assert.match(answer.headers.get('location')!, /\?fin=expiree$/)
      assert.doesNotMatch(answer.headers.getSetCookie().join(), /sid=s/)
      assert.doesNotMatch((await member.get('')).html, /R-\d{3} \d{4}/)
      for (const path of ['email', 'mobile', 'mot-de-passe', 'termine']) leadsTo('', await member.get(path))
    })

  test('the same form sent twice at once is answered twice', async () => {
    const { file, member } = await on('paiement')
    await member.get('paiement')
    const twin = service.member()
    twin.cookies = member.cookies
    await twin.get('paiement')
    askingMs = 300
    const both = await Promise.all([member, twin].map(each => each.post('paiement', paymentOf(file))))
    askingMs = 0
    for (const page of both) leadsOn('paiement', page)
  })

  test('the old cookie shows nothing, and nothing of a page may be kept', async () => {
    const { member } = await on('mobile')
    const page = await member.get('mobile')
    assert.equal(page.headers.get('cache-control'), 'no-store')
    await member.get('mobile')
    const before = member.cookies
    const left = await member.post('quitter')
    assert.equal(left.headers.get('clear-site-data'), '"cache", "cookies", "storage"')
    assert.match(left.headers.getSetCookie().join(), /sid=;.*Expires=Thu, 01 Jan 1970/)
    member.cookies = before
    for (const path of PATHS) leadsTo('', await member.get(path))
  })
})
