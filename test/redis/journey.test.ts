import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dumpOf } from '../support/dump.ts'
import {
  codeSentTo,
  contactsOf,
  identityOf,
  leadsOn,
  leadsTo,
  PASSWORD,
  paymentOf,
  walkOn,
  walkTo,
} from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { openSiteOnRedis } from '../support/site.ts'

const { redis, service } = await openSiteOnRedis({
  instances: 2,
  limits: { password: { perSession: [[20, 600]] } },
  environment: { CAPTCHA: 'off' },
})

/** Sends one form many times at once, through both instances. */
const atOnce = (times: number, send: () => Promise<Page>) => Promise.all(Array.from({ length: times }, send))

async function onEmailCode() {
  const file = service.enrol()
  const member = service.member()
  await walkTo(service, member, file, 'email-code')
  await member.get('email-code')
  return { file, member, code: await codeSentTo(service, contactsOf(file).email) }
}

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('two instances that share one Redis (S-8)', () => {
  test('judge five of two hundred wrong codes sent at once (OTP-5)', async () => {
    const { member, code } = await onEmailCode()
    const pages = await atOnce(200, () => member.post('email-code', { code: wrong(code) }))
    const judged = pages.filter(({ html }) => /Code incorrect/.test(html)).length
    assert.deepEqual(
      [judged, pages.filter(({ status }) => status === 429).length],
      [4, 196],
      'the fifth says that it was the last',
    )
    assert.equal((await member.post('email-code', { code })).status, 429)
  })

  test('accept one of fifty right codes sent at once (OTP-5)', async () => {
    const { member, code } = await onEmailCode()
    const pages = await atOnce(50, () => member.post('email-code', { code }))
    assert.equal(pages.filter(({ status }) => status === 303).length, 1)
    leadsTo('mobile', await member.get('mot-de-passe'))
  })

  test('send one message for twenty forms sent at once (OTP-17)', async () => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'email')
    await member.get('email')
    const { email } = contactsOf(file)
    for (const page of await atOnce(20, () => member.post('email', { email, emailConfirmation: email })))
      leadsTo('email-code', page)
    const sent = service.farEnds.smtp.mails.all.filter(({ envelope }) => envelope.to.includes(email))
    assert.equal(sent.length, 1)
  })

  test('activate one account for ten last forms sent at once, and every answer is the same', async () => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'mot-de-passe')
    await member.get('mot-de-passe')
    const form = { password: PASSWORD, passwordConfirmation: PASSWORD }
    for (const page of await atOnce(10, () => member.post('mot-de-passe', form))) leadsTo('termine', page)
    assert.equal((await member.get('termine')).status, 200)
  })

  test('leave nothing in Redis that names the member, their answers or their codes, and nothing that stays for ever (OTP-6, L-5)', async () => {
    const file = service.enrol('postal')
    const member = service.member()
    const { email, phone } = contactsOf(file)
    const secrets = [...Object.values(file), email, phone, email.split('@')[0]!, phone.slice(4)]
    await walkTo(service, member, file, 'paiement')
    await member.answer('paiement', { ...paymentOf(file), civilStatusNumber: '999/1999' })
    await member.answer('identite', { ...identityOf(file), nationalId: 'ZZ123123' })
    await member.answer('identite', identityOf(file))
    leadsOn('paiement', await member.answer('paiement', paymentOf(file)))
    await walkOn(service, member, file, 'email')
    await member.answer('email', { email, emailConfirmation: email })
    const emailCode = await codeSentTo(service, email)
    await noneFound([...secrets, emailCode, '999/1999', 'ZZ123123'])
    await member.answer('email-code', { code: emailCode })
    await member.answer('mobile', { phone, phoneConfirmation: phone })
    const smsCode = await codeSentTo(service, phone)
    await noneFound([...secrets, smsCode])
    await member.answer('mobile-code', { code: smsCode })
    leadsTo('termine', await member.answer('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD }))
    await noneFound([...secrets, PASSWORD, '$argon2id'])
  })
})

async function noneFound(secrets: readonly string[]): Promise<void> {
  const client = await redis.client()
  const dump = await dumpOf(client)
  const everything = [...dump].flat().join('\n')
  assert.ok(dump.size > 3, 'there is something to look at')
  for (const secret of secrets) {
    assert.ok(!everything.includes(secret), `Redis holds '${secret}' in clear`)
    assert.ok(
      !everything.includes(Buffer.from(secret).toString('base64').slice(0, -3)),
      `Redis holds '${secret}' in base64`,
    )
  }
  const lives = await Promise.all([...dump.keys()].map(name => client.ttl(name)))
  assert.ok(
    lives.every(seconds => seconds > 0),
    'every key has an end',
  )
}
