import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { segmentsOf } from '../../src/domain/codes/sms-segment.ts'
import { contactsOf, walkTo } from '../support/journey.ts'
import { startProcess } from '../support/process.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService()
})
after(() => service.stop())

for (const mode of ['both', 'fr', 'ar'] as const)
  describe(`a member who reads ${mode}`, () => {
    test('gets a mail in those languages, as text and HTML, its code in one run', async () => {
      const file = service.enrol()
      const member = service.member()
      await member.get(`?lang=${mode}`)
      await walkTo(service, member, file, 'email-code')
      const mail = await service.farEnds.smtp.next(contactsOf(file).email)
      const code = /\b\d{6}\b/.exec(mail.text)![0]
      assert.match(String(mail.html), new RegExp(`>${code}<`))
      assert.equal(/Code de vérification/.test(mail.text), mode !== 'ar')
      assert.equal(/رمز التحقق/.test(mail.text), mode !== 'fr')
      assert.match(mail.subject, mode === 'ar' ? /^[^a-z]+$/i : /CNOPS/)
      assert.equal(mail.envelope.from, service.config.MAIL_FROM)
      assert.doesNotMatch(String(mail.html), /<img|https?:/)
    })

    test('gets a text message of one segment that says code in those languages, bound to our host (OTP-16)', async () => {
      const file = service.enrol()
      const member = service.member()
      await member.get(`?lang=${mode}`)
      await walkTo(service, member, file, 'mobile-code')
      const { body } = await service.farEnds.twilio.next(contactsOf(file).phone)
      const [, code] = /(\d{6})/.exec(body)!
      assert.equal(segmentsOf(body), 1, body)
      assert.equal(body.split('\n').at(-1), `@localhost #${code}`)
      assert.match(body, /CNOPS/)
      assert.equal(/\bCode\b/.test(body), mode !== 'ar', body)
      assert.equal(/رمز/.test(body), mode !== 'fr', body)
    })
  })

test('after the end, the contacts that the insurer had before get a notice as well (ID-13)', async () => {
  const previous = { email: 'before@example.ma', phone: '+212661000001' }
  const file = service.enrol('bank', previous)
  await walkTo(service, service.member(), file, 'termine')
  assert.match((await service.farEnds.smtp.next(previous.email)).text, /a été activé/)
  assert.match((await service.farEnds.twilio.next(previous.phone)).body, /activé/)
})

for (const [SMS_SEGMENTS, msg] of [
  ['2', 'PUBLIC_URL: host too long, codes take two SMS each'],
  ['1', 'PUBLIC_URL: host too long, Arabic codes are sent in French'],
] as const)
  test(`the start with SMS_SEGMENTS=${SMS_SEGMENTS} warns of a host that is too long for one segment`, async t => {
    const PUBLIC_URL = 'http://activation-du-compte.localhost'
    const running = await startProcess({ environment: { PUBLIC_URL, SMS_SEGMENTS } })
    t.after(() => running.stop())
    const warnings = running.lines().filter(line => line.msg.startsWith('PUBLIC_URL'))
    assert.deepEqual(
      warnings.map(({ level, msg, modes }) => ({ level, msg, modes })),
      [{ level: 'warn', msg, modes: ['ar', 'both'] }],
    )
  })
