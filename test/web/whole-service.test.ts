import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { identityOf, leadsTo, memberOn, type PagePath } from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { startService } from '../support/service.ts'
import { Visitor } from '../support/visitor.ts'

const service = await startService({
  limits: {
    session: { perIp: [[2, 60]] },
    identity: { floorMs: 0, alarm: { raised: 2, attack: 6, networks: 3 } },
    send: { sms: { total: [[10, 3600]], perPrefix: [[2, 3600]] } },
  },
  environment: { TRUST_PROXY: '1' },
})
after(() => service.stop())

async function alarm(name: string) {
  const metrics = await service.metrics()
  return Number(new RegExp(`^wizard_alarm\\{name="${name}"\\} (\\d)$`, 'm').exec(metrics)?.[1] ?? 0)
}

async function on(page: PagePath, ip?: string) {
  const { member: visitor, file } = await memberOn(service, page, 'bank', new Visitor(service.origin, ip))
  return { file, visitor }
}

const sendText = (visitor: Member, phone: string) => visitor.answer('mobile', { phone, phoneConfirmation: phone })

describe('one network address', () => {
  test('opens so many sessions a minute; looking at the start page opens none (S-10)', async () => {
    const ip = '203.0.113.50'
    for (let look = 0; look < 5; look++) assert.equal((await new Visitor(service.origin, ip).get('')).status, 200)
    const open = async (visitor: Visitor) => {
      leadsTo('conditions', await visitor.post(''))
      return visitor.answer('conditions', { accepted: 'yes' })
    }
    for (let session = 0; session < 2; session++) leadsTo('identite', await open(new Visitor(service.origin, ip)))
    const page = await open(new Visitor(service.origin, ip))
    assert.equal(page.status, 429)
    assert.ok(Number(page.headers.get('retry-after')) <= 120)
    leadsTo('identite', await open(new Visitor(service.origin)))
  })
})

describe('the SMS of the whole service', () => {
  /** The `n`-th number of a range; each range has its own first five digits. */
  const number = (range: number, n = 1) => `+212612${range}000${n}`
  const send = async (phone: string) => sendText((await on('mobile')).visitor, phone)
  const isSent = async (phone: string) => leadsTo('mobile-code', await send(phone))

  test('stop for numbers in a row, and at what the service may send, with a word on what is kept (OTP-14)', async () => {
    const isPaused = async (phone: string) => {
      const page = await send(phone)
      assert.equal(page.status, 503)
      assert.ok(Number(page.headers.get('retry-after')) > 3500)
      assert.match(page.html, /envoi de codes par téléphone est suspendu.*\d\d?\u00a0h\u00a0\d\d/)
      assert.match(page.html, /05 38 00 20 20/)
      assert.match(page.html, new RegExp(`value="\\${phone}"`))
      assert.deepEqual(textsTo(phone), [])
    }
    await isSent(number(10, 1))
    await isSent(number(10, 2))
    assert.equal(await alarm('sms-budget'), 0)
    await isPaused(number(10, 3))
    assert.equal(await alarm('sms-budget'), 1, 'numbers in a row')
    for (let range = 11; range <= 15; range++) await isSent(number(range))
    assert.equal(await alarm('sms-budget'), 0, 'at 70 %')
    await isSent(number(16))
    assert.equal(await alarm('sms-budget'), 1, 'at 80 %')
    for (const range of [17, 18]) await isSent(number(range))
    await isPaused(number(19))
    assert.equal(await alarm('sms-budget'), 1)
  })
})

describe('failures of the whole service', () => {
  test('make puzzles harder, then submits rare, and raise an alarm (ID-7)', async () => {
    const cost = async () => {
      const { visitor } = await on('identite')
      const { altcha } = await visitor.proof('identite')
      return JSON.parse(Buffer.from(altcha, 'base64').toString()).challenge.parameters.cost
    }
    let sites = 0
    const fail = async (ip = `100.64.${++sites}.1`) => {
      const { file, visitor } = await on('identite', ip)
      return visitor.answer('identite', { ...identityOf(file), birthYear: '1962' })
    }
    assert.deepEqual([await cost(), await alarm('guessing')], [100, 0])
    for (let guess = 0; guess < 3; guess++) assert.equal((await fail(`198.51.100.${guess}`)).status, 422)
    assert.deepEqual([await cost(), await alarm('guessing')], [100, 0], 'from one site alone')
    assert.equal((await fail()).status, 422)
    assert.equal((await fail()).status, 422)
    assert.deepEqual([await cost(), await alarm('guessing'), await alarm('attack')], [400, 1, 0])
    for (let guess = 0; guess < 2; guess++) assert.equal((await fail()).status, 422)
    assert.deepEqual([await cost(), await alarm('attack')], [1600, 1])
    const ip = '203.0.113.77'
    assert.equal((await fail(ip)).status, 422)
    const page = await fail(ip)
    assert.equal(page.status, 429)
    assert.ok(Number(page.headers.get('retry-after')) <= 60)
    assert.equal((await fail()).status, 422)
  })
})

describe('an operator', () => {
  test('can have no SMS sent at all, while e-mail goes on (OTP-14)', async () => {
    const paused = await startService({ limits: { send: { paused: ['sms'] } }, environment: { CAPTCHA: 'off' } })
    const { member, phone } = await memberOn(paused, 'mobile')
    const page = await sendText(member, phone)
    await paused.stop()
    assert.equal(page.status, 503)
    assert.match(page.html, /envoi de codes par téléphone est suspendu/)
    assert.equal(paused.farEnds.twilio.texts.all.length, 0)
  })
})

function textsTo(phone: string) {
  return service.farEnds.twilio.texts.all.filter(({ to }) => to === phone)
}
