import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bare } from '../support/bare.ts'
import type { enrol } from '../support/enrol.ts'
import { codeSentTo, contactsOf, leadsTo, walkTo } from '../support/journey.ts'
import { passTime } from '../support/pass-time.ts'
import { openSiteOnRedis } from '../support/site.ts'
import { Visitor } from '../support/visitor.ts'

type File = ReturnType<typeof enrol>

const { redis, service } = await openSiteOnRedis({
  instances: 2,
  limits: { send: { perIp: { sms: [[3, 3600]], email: [[4, 3600]] } } },
  environment: { CAPTCHA: 'off', TRUST_PROXY: '1' },
})

const mailsTo = (address: string) =>
  service.farEnds.smtp.mails.all.filter(({ envelope }) => envelope.to.includes(address)).length
const textsTo = (phone: string) => service.farEnds.twilio.texts.all.filter(({ to }) => to === phone).length

/** Someone new, at an address of their own unless one is given, on a page of their journey. */
async function on(page: Parameters<typeof walkTo>[3], file: File = service.enrol(), ip?: string) {
  const visitor = new Visitor(service.origin, ip)
  await walkTo(service, visitor, file, page)
  return visitor
}

const sendMail = (visitor: Visitor, email: string) => visitor.answer('email', { email, emailConfirmation: email })
const sendText = (visitor: Visitor, phone: string) => visitor.answer('mobile', { phone, phoneConfirmation: phone })
const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('one address', () => {
  test('is sent no sixth code in a quarter of an hour, whatever session or network asks; the page looks the same (OTP-11)', async () => {
    const email = 'Victim@example.ma'
    let shown = ''
    for (const typed of [email, email, 'victim@EXAMPLE.ma', email, email]) {
      const visitor = await on('email')
      leadsTo('email-code', await sendMail(visitor, typed))
      shown = (await visitor.get('email-code')).html
    }
    const before = service.farEnds.smtp.mails.all.length
    const visitor = await on('email')
    leadsTo('email-code', await sendMail(visitor, email))
    assert.equal(bare((await visitor.get('email-code')).html), bare(shown))
    const again = await visitor.post('email-code/renvoyer')
    assert.equal(again.status, 429, 'the wait has begun')
    assert.equal(service.farEnds.smtp.mails.all.length, before)
  })
})

describe('one member', () => {
  test('is sent codes to three addresses a day, whatever the sessions (OTP-12)', async () => {
    const file = service.enrol()
    for (const address of ['a@one.ma', 'b@one.ma', 'c@one.ma'])
      leadsTo('email-code', await sendMail(await on('email', file), address))
    const page = await sendMail(await on('email', file), 'd@one.ma')
    assert.equal(page.status, 429)
    assert.ok(Number(page.headers.get('retry-after')) > 80_000)
    assert.equal(mailsTo('d@one.ma'), 0)
    leadsTo('email-code', await sendMail(await on('email', file), 'a@one.ma'))
  })

  test('is sent six codes an hour, whatever the sessions (OTP-12)', async () => {
    const file = service.enrol()
    for (let send = 0; send < 6; send++)
      leadsTo('email-code', await sendMail(await on('email', file), `${'ab'[send % 2]}@six.ma`))
    assert.equal((await sendMail(await on('email', file), 'a@six.ma')).status, 429)
    await passTime(await redis.client(), 3600)
    leadsTo('email-code', await sendMail(await on('email', file), 'a@six.ma'))
  })

  test('keeps the code that they hold when they may not be sent another', async () => {
    const file = service.enrol()
    for (let send = 0; send < 5; send++)
      leadsTo('email-code', await sendMail(await on('email', file), `${'ab'[send % 2]}@kept.ma`))
    const visitor = await on('email', file)
    leadsTo('email-code', await sendMail(visitor, 'c@kept.ma'))
    const code = await codeSentTo(service, 'c@kept.ma')
    await passTime(await redis.client(), 120)
    await visitor.get('email-code')
    assert.equal((await visitor.post('email-code/renvoyer')).status, 429)
    assert.equal(mailsTo('c@kept.ma'), 1)
    leadsTo('mobile', await visitor.answer('email-code', { code }))
  })

  test('is not charged for what certainly was not sent (OTP-17)', async () => {
    const visitor = await on('email')
    for (const typo of ['x@refused.ma', 'y@refused.ma', 'z@refused.ma']) {
      service.farEnds.smtp.treat(typo, 550)
      assert.equal((await sendMail(visitor, typo)).status, 422)
    }
    leadsTo('email-code', await sendMail(visitor, 'right@refused.ma'))
  })

  test('cannot have address after address tried, though nothing is sent', async () => {
    const visitor = await on('email')
    for (let n = 0; n < 20; n++) {
      service.farEnds.smtp.treat(`${n}@tried.ma`, 550)
      assert.equal((await sendMail(visitor, `${n}@tried.ma`)).status, 422, `${n}`)
    }
    assert.equal((await sendMail(visitor, 'next@tried.ma')).status, 429)
    assert.equal(mailsTo('next@tried.ma'), 0)
  })

  test('is sent nothing, and charged nothing, by a form that is not theirs or out of turn (OTP-17)', async () => {
    const file = service.enrol()
    const visitor = await on('email', file)
    const { phone } = contactsOf(file)
    await visitor.get('email')
    for (let send = 0; send < 4; send++) {
      const form = { email: `${send}@forged.ma`, emailConfirmation: `${send}@forged.ma` }
      assert.equal((await visitor.post('email', { ...form, _token: 'forged' })).status, 403)
      leadsTo('email', await visitor.post('mobile', { phone, phoneConfirmation: phone }))
      assert.equal(mailsTo(form.email), 0)
    }
    assert.equal(textsTo(phone), 0)
    leadsTo('email-code', await sendMail(visitor, 'mine@forged.ma'))
  })
})

describe('one network address', () => {
  // Whoever is sent an SMS was sent an e-mail before: more of those are allowed here.
  for (const [what, page, most] of [
    ['SMS', 'mobile', 3],
    ['e-mails', 'email', 4],
  ] as const)
    test(`is sent a limited number of ${what} an hour, whatever the session (OTP-13)`, async () => {
      const ask = async (file: File, ip?: string) => {
        const visitor = await on(page, file, ip)
        const { email, phone } = contactsOf(file)
        return page === 'email' ? sendMail(visitor, email) : sendText(visitor, phone)
      }
      const from = (n: number) => `2001:db8:7:${most}::${n}`
      for (let sent = 0; sent < most; sent++) leadsTo(`${page}-code`, await ask(service.enrol(), from(sent)))
      const [refused, other] = [service.enrol(), service.enrol()]
      assert.equal((await ask(refused, from(9))).status, 429)
      assert.equal(page === 'email' ? mailsTo(contactsOf(refused).email) : textsTo(contactsOf(refused).phone), 0)
      leadsTo(`${page}-code`, await ask(other))
    })
})

describe('wrong codes', () => {
  const close = async (file: File) => {
    for (const wrong of [4, 4, 2]) {
      const visitor = await on('email-code', file)
      const code = await codeSentTo(service, contactsOf(file).email)
      for (let guess = 0; guess < wrong; guess++)
        assert.equal((await visitor.answer('email-code', { code: wrongOf(code) })).status, 422)
      if (wrong === 2) return { visitor, code }
    }
    throw new Error('unreachable')
  }

  test('close the channel to the member for a day at the tenth, over sessions and new codes (OTP-4)', async () => {
    const file = service.enrol()
    const { visitor, code } = await close(file)
    const page = await visitor.answer('email-code', { code })
    assert.equal(page.status, 429)
    assert.ok(Number(page.headers.get('retry-after')) > 80_000)
    assert.match(page.html, /Réessayez dans .*, à partir du .*\d{4}/)
    await passTime(await redis.client(), 86_400)
    const later = await on('email-code', file)
    leadsTo('mobile', await later.answer('email-code', { code: await codeSentTo(service, contactsOf(file).email) }))
  })

  test('are cleared by a right one', async () => {
    const file = service.enrol()
    for (let turn = 0; turn < 3; turn++) {
      const visitor = await on('email-code', file)
      const code = await codeSentTo(service, contactsOf(file).email)
      for (let guess = 0; guess < 4; guess++)
        assert.equal((await visitor.answer('email-code', { code: wrongOf(code) })).status, 422)
      leadsTo('mobile', await visitor.answer('email-code', { code }))
    }
  })

  test('that come after the code is dead are not counted', async () => {
    const file = service.enrol()
    const visitor = await on('email-code', file)
    const code = await codeSentTo(service, contactsOf(file).email)
    for (let guess = 0; guess < 20; guess++) await visitor.answer('email-code', { code: wrongOf(code) })
    const next = await on('email-code', file)
    leadsTo('mobile', await next.answer('email-code', { code: await codeSentTo(service, contactsOf(file).email) }))
  })
})
