import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { secondWays } from '../../src/demo/twilio/second-ways.ts'
import { twilioErrorBody } from '../../src/demo/twilio/twilio-api.ts'
import { codeSentTo, contactsOf, leadsTo, walkTo } from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'

const WAIT_SECONDS = 1
const wait = () => new Promise(resolve => setTimeout(resolve, WAIT_SECONDS * 1000 + 100))
const WAYS = ['sms', 'voice', 'whatsapp'] as const
type Way = (typeof WAYS)[number]
const offered = (html: string) => [...html.matchAll(/name="via" value="(\w+)"/g)].map(([, way]) => way)

async function onMobileCode(service: Service) {
  const file = service.enrol()
  const member = service.member()
  await walkTo(service, member, file, 'mobile-code')
  const { phone } = contactsOf(file)
  await member.get('mobile-code')
  return { member, phone, code: await codeSentTo(service, phone) }
}

/** How many messages and calls a number has had, by each way. */
function had({ farEnds: { twilio } }: Service, phone: string): number[] {
  const to = (number: string) => twilio.texts.all.filter(text => text.to === number).length
  return [to(phone), twilio.calls.all.filter(call => call.to === phone).length, to(`whatsapp:${phone}`)]
}

async function codeBy(service: Service, way: Way, phone: string): Promise<string> {
  const { twilio } = service.farEnds
  if (way === 'sms') return codeSentTo(service, phone)
  const { body } = way === 'voice' ? await twilio.nextCall(phone) : await twilio.next(`whatsapp:${phone}`)
  return /\b\d{6}\b/.exec(body)![0]
}

const ask = (member: Member, via: string) => member.post('mobile-code/renvoyer', { via })

describe('without a number to call from, or one on WhatsApp', () => {
  let service: Service
  before(async () => {
    service = await startService({ limits: { code: { resendWaitsSeconds: [WAIT_SECONDS, 60] } } })
  })
  after(() => service.stop())

  test('codes come by SMS alone, and asking for another way is no form of ours', async () => {
    const { member, phone } = await onMobileCode(service)
    await wait()
    assert.deepEqual(offered((await member.get('mobile-code')).html), [])
    for (const way of ['voice', 'whatsapp']) assert.equal((await ask(member, way)).status, 400)
    assert.deepEqual(had(service, phone), [1, 0, 0])
    leadsTo('mobile-code', await ask(member, 'sms'))
    assert.deepEqual(had(service, phone), [2, 0, 0])
  })
})

describe('with calls and WhatsApp', () => {
  let service: Service
  let fault: Fault | undefined
  before(async () => {
    service = await startService({
      limits: { code: { resendWaitsSeconds: [WAIT_SECONDS, WAIT_SECONDS, WAIT_SECONDS, WAIT_SECONDS] } },
      environment: secondWays,
      twilio: { faults: () => fault },
    })
  })
  after(() => service.stop())

  test('they are offered in both languages when the first wait is over, and not before', async () => {
    const { member, phone } = await onMobileCode(service)
    const early = (await member.get('mobile-code')).html
    assert.match(early, /<div data-ways hidden>/)
    const page = await ask(member, 'voice')
    assert.equal(page.status, 429)
    assert.match(page.html, /nouveau code dans .*, à .*\d\d?\u00a0h\u00a0\d\d/)
    await wait()
    const { html } = await member.get('mobile-code')
    assert.match(html, /<div data-ways>/)
    assert.deepEqual(offered(html), ['voice', 'whatsapp'])
    for (const words of [/par appel vocal/, /مكالمة هاتفية/, /par WhatsApp/, /عبر واتساب/]) assert.match(html, words)
    assert.deepEqual(had(service, phone), [1, 0, 0])
  })

  for (const [way, says] of [
    ['voice', /Nous vous appelons.*نتصل بكم الآن/s],
    ['whatsapp', /envoyé sur WhatsApp.*عبر واتساب/s],
  ] as const)
    test(`a code by ${way} voids the one before, and the page names its channel`, async () => {
      const { member, phone, code: older } = await onMobileCode(service)
      await wait()
      leadsTo('mobile-code', await ask(member, way))
      assert.match((await member.get('mobile-code')).html, says)
      const newer = await codeBy(service, way, phone)
      if (newer !== older)
        assert.match((await member.answer('mobile-code', { code: older })).html, /plus récent a remplacé/)
      leadsTo('mot-de-passe', await member.answer('mobile-code', { code: newer }))
    })

  test('for a phone that answered STOP the page offers a call, and says how to undo it (REL-D5)', async () => {
    const file = service.enrol()
    const member = service.member()
    await walkTo(service, member, file, 'mobile')
    const { phone } = contactsOf(file)
    fault = { status: 400, body: twilioErrorBody(400, 21610, 'no') }
    leadsTo('mobile-code', await member.answer('mobile', { phone, phoneConfirmation: phone }))
    const { html } = await member.get('mobile-code')
    assert.match(html, /répondu STOP.*Choisissez une autre façon.*répondez START/s)
    assert.match(html, /STOP.*START/s)
    assert.doesNotMatch(html, /a été envoyé à votre numéro/)
    assert.match(html, /<div data-ways>/)
    assert.deepEqual(offered(html), ['voice', 'whatsapp'])
    const again = await ask(member, 'sms')
    assert.equal(again.status, 422)
    assert.match(again.html, /<a href="#change">.*réponse STOP.*répondez START/s)
    assert.doesNotMatch(again.html, /valable|name="code"/)
    fault = undefined
    leadsTo('mobile-code', await ask(member, 'voice'))
    assert.doesNotMatch((await member.get('mobile-code')).html, /réponse STOP/)
    assert.deepEqual(had(service, phone), [0, 1, 0])
    leadsTo('mot-de-passe', await member.answer('mobile-code', { code: await codeBy(service, 'voice', phone) }))
  })

  test('a new code that cannot be sent leaves the one before valid, and the page says so and leads to the number', async () => {
    const { member, phone, code } = await onMobileCode(service)
    await wait()
    await member.get('mobile-code')
    fault = { status: 400, body: twilioErrorBody(400, 21211, 'no') }
    const { status, html } = await ask(member, 'sms').finally(() => {
      fault = undefined
    })
    assert.equal(status, 422)
    assert.match(html, /<a href="#change">/)
    assert.match(html, /reste valable.*0\d(?: \d\d){4}<\/bdi> <a id="change" href="\/mon_compte\/mobile">/s)
    assert.doesNotMatch(html, /Saisissez le code de vérification envoyé/)
    assert.deepEqual(had(service, phone), [1, 0, 0])
    leadsTo('mot-de-passe', await member.answer('mobile-code', { code }))
  })

  test('for a phone that answered STOP to a number the page names that number (REL-D5)', async t => {
    const numbered = await startService({
      environment: { TWILIO_FROM: '+212537000009' },
      twilio: { faults: () => ({ status: 400, body: twilioErrorBody(400, 21610, 'no') }) },
    })
    t.after(() => numbered.stop())
    const file = numbered.enrol()
    const member = numbered.member()
    await walkTo(numbered, member, file, 'mobile')
    const { phone } = contactsOf(file)
    const page = await member.answer('mobile', { phone, phoneConfirmation: phone })
    assert.equal(page.status, 422)
    assert.match(page.html, /envoyez START par SMS au <bdi[^>]*>\+212537000009/)
    assert.match(page.html, /id="phone-error"/)
  })

  test('a call is in the language of the page', async () => {
    const { member, phone } = await onMobileCode(service)
    await member.get('mobile-code?lang=ar')
    await wait()
    leadsTo('mobile-code', await ask(member, 'voice'))
    const { fields } = await service.farEnds.twilio.nextCall(phone)
    assert.match(fields.Twiml!, /language="arb"/)
    assert.doesNotMatch(fields.Twiml!, /language="fr-FR"/)
  })

  test('there are five sends in all, whichever way each goes (OTP-10)', async () => {
    const { member, phone } = await onMobileCode(service)
    for (const way of ['voice', 'whatsapp', 'voice', 'sms']) {
      await wait()
      leadsTo('mobile-code', await ask(member, way))
    }
    await wait()
    for (const way of WAYS) assert.equal((await ask(member, way)).status, 429)
    assert.deepEqual(offered((await member.get('mobile-code')).html), [])
    assert.deepEqual(had(service, phone), [2, 2, 1])
  })

  test('twenty clicks at once on all three buttons send one message', async () => {
    const { member, phone } = await onMobileCode(service)
    await wait()
    const started = performance.now()
    const pages = await Promise.all(Array.from({ length: 20 }, (_, turn) => ask(member, WAYS[turn % 3]!)))
    // On a busy machine the clicks take longer than the wait, and each wait that has passed allows another message.
    const most = 1 + Math.floor((performance.now() - started) / 1000 / WAIT_SECONDS)
    const sent = pages.filter(({ status }) => status === 303).length
    assert.ok(sent >= 1 && sent <= most, `${sent} of at most ${most}`)
    assert.equal(
      had(service, phone).reduce((sum, count) => sum + count),
      1 + sent,
    )
  })

  test('any other way is refused, as are an extra field and a way for e-mail', async () => {
    const { member, phone } = await onMobileCode(service)
    await wait()
    for (const forged of ['', 'fax', 'Voice', 'toString']) assert.equal((await ask(member, forged)).status, 400, forged)
    assert.deepEqual(had(service, phone), [1, 0, 0])
    // A session ends with its fifth malformed form.
    const { member: another, phone: hers } = await onMobileCode(service)
    await wait()
    assert.equal((await another.post('mobile-code/renvoyer', { via: 'voice', to: '+33899000000' })).status, 400)
    assert.deepEqual(had(service, hers), [1, 0, 0])
    const other = service.member()
    await walkTo(service, other, service.enrol(), 'email-code')
    await other.get('email-code')
    for (const via of WAYS) assert.equal((await other.post('email-code/renvoyer', { via })).status, 400)
  })

  test('a number that the carrier refuses for good starts no wait, and another way is offered at once', async () => {
    const { member, phone } = await onMobileCode(service)
    await wait()
    fault = { status: 400, body: twilioErrorBody(400, 63024, 'Invalid message recipient') }
    const page = await ask(member, 'whatsapp')
    fault = undefined
    assert.equal(page.status, 422)
    assert.match(page.html, /Aucun code ne peut être envoyé ainsi/)
    assert.match(page.html, /<div data-ways>/)
    leadsTo('mobile-code', await ask(member, 'voice'))
    assert.deepEqual(had(service, phone), [1, 1, 0])
  })
})
