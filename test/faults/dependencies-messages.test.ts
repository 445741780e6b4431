import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../../src/demo/faults.ts'
import { twilioErrorBody } from '../../src/demo/twilio/twilio-api.ts'
import { codeSentTo, contactsOf, leadsTo, walkTo } from '../support/journey.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'

const OPEN_MS = 3000
const MAIL_PAUSE_MS = 5000
/** Longer than the time limit of a call to Twilio. */
const RESEND_MS = 8000

let faults: (Fault | undefined)[] = []
let requests = 0
let service: ServiceProcess
before(async () => {
  service = await startProcess({
    limits: {
      code: { resendWaitsSeconds: [RESEND_MS / 1000] },
      dependencies: {
        twilio: { breaker: { calls: 5, openMs: OPEN_MS, trials: 1 } },
        smtp: { silenceMs: 1000, pauseMs: MAIL_PAUSE_MS },
      },
    },
    twilio: {
      faults: () => {
        requests++
        return faults.shift()
      },
    },
    environment: { CAPTCHA: 'off' },
  })
})
after(() => service.stop())

const refusal = (status: number, code: number): Fault => ({ status, body: twilioErrorBody(status, code, 'no') })

/** A member about to give their contact, what they would type, and how to send it. */
async function onPage(path: 'email' | 'mobile') {
  const file = service.enrol()
  const member = service.member()
  await walkTo(service, member, file, path)
  const { email, phone } = contactsOf(file)
  const form = path === 'email' ? { email, emailConfirmation: email } : { phone, phoneConfirmation: phone }
  await member.get(path)
  requests = 0
  const send = async (typed: Record<string, string> = form) => {
    const startedAt = performance.now()
    const page = await member.post(path, typed)
    return { page, tookMs: Math.round(performance.now() - startedAt) }
  }
  return { member, send, email, phone }
}
const textsTo = (phone: string) => service.farEnds.twilio.texts.all.filter(({ to }) => to === phone).length
const mailsTo = (email: string) => service.farEnds.smtp.mails.all.filter(({ to }) => to === email).length
const alarm = async (name: string) =>
  new RegExp(`^wizard_alarm\\{name="${name}"\\} (\\d)$`, 'm').exec(await service.metrics())?.[1]
const outcomes = async (name: string, outcome: string) =>
  Number(
    new RegExp(`^wizard_dependency_seconds_count\\{name="${name}",outcome="${outcome}"\\} (\\d+)$`, 'm').exec(
      await service.metrics(),
    )?.[1] ?? 0,
  )

describe('while Twilio fails (F8)', () => {
  test('too many requests twice, then room: the member goes on, and gets one SMS', async t => {
    const { send, phone } = await onPage('mobile')
    faults = [refusal(429, 20429), refusal(429, 20429)]
    const { page, tookMs } = await send()
    t.diagnostic(`429 twice: code page after ${tookMs} ms`)
    leadsTo('mobile-code', page)
    assert.equal(textsTo(phone), 1)
    assert.equal(requests, 3)
  })

  test('too many requests again and again: the member may try again at once', async t => {
    const { send, phone } = await onPage('mobile')
    faults = [refusal(429, 20429), refusal(429, 20429), refusal(429, 20429)]
    const { page, tookMs } = await send()
    t.diagnostic(`429 three times: 503 after ${tookMs} ms`)
    assert.equal(page.status, 503)
    assert.match(page.html, /pas pu envoyer le code/)
    assert.ok(page.html.includes(`value="${phone}"`))
    leadsTo('mobile-code', (await send()).page)
    assert.equal(textsTo(phone), 1)
  })

  for (const [name, fault, withinMs] of [
    ['an error 500', { status: 500, body: 'oops' }, 5000],
    ['no answer', 'hang', 15_000],
  ] satisfies [string, Fault, number][])
    test(`${name}: the usual code page and its wait, and never a second request`, async t => {
      const { member, send, phone } = await onPage('mobile')
      faults = [fault]
      const { page, tookMs } = await send()
      t.diagnostic(`${name}: code page after ${tookMs} ms`)
      leadsTo('mobile-code', page)
      assert.ok(tookMs < withinMs)
      assert.equal(requests, 1)
      const again = await member.post('mobile-code/renvoyer')
      assert.equal(again.status, 429)
      assert.match(again.html, /encore trop tôt/)
      assert.equal(textsTo(phone), 0)
    })

  for (const [name, code, said] of [
    ['no number', 21211, /Vérifiez-le/],
    ['no mobile', 21614, /Vérifiez-le/],
    ['a landline', 21635, /Vérifiez-le/],
    ['a number that is blocked for half an hour', 30450, /pas joindre ce numéro en ce moment/],
    ['a phone that answered STOP', 21610, /réponse STOP.*?répondez START/s],
  ] as const)
    test(`${name} (${code}): said beside the field, and another number gets its code at once (REL-D5)`, async () => {
      const { send, phone } = await onPage('mobile')
      faults = [refusal(400, code)]
      const { page } = await send()
      assert.equal(page.status, 422)
      const error = /id="phone-error".*?<\/p>/s.exec(page.html)?.[0] ?? ''
      assert.match(error, said)
      if (code === 21610 || code === 30450) assert.doesNotMatch(error, /Vérifiez/)
      const other = phone.replace('+212612', '+212613')
      leadsTo('mobile-code', (await send({ phone: other, phoneConfirmation: other })).page)
      assert.deepEqual([textsTo(phone), textsTo(other)], [0, 1])
    })

  test('a token that is refused: SMS are paused, an alarm is raised, and the member keeps what was done', async () => {
    const { send, phone } = await onPage('mobile')
    faults = [refusal(401, 20003)]
    const { page } = await send()
    assert.equal(page.status, 503)
    assert.match(
      page.html,
      /envoi de codes par téléphone est suspendu.*?jusqu.*?\d\d?\u00a0h\u00a0\d\d.*?centre d.{1,5}appel/s,
    )
    assert.ok(page.html.includes(`value="${phone}"`))
    assert.equal(await alarm('twilio-account'), '1')
    leadsTo('mobile-code', (await send()).page)
    assert.equal(await alarm('twilio-account'), '0')
  })

  for (const code of [21408, 21606, 21612, 21703, 30034, 63038])
    test(`an account or sender at fault (${code}): SMS are paused, 24 of 24 members see that and keep their answers, and an alarm is raised (REL-D6)`, async () => {
      const members = [await onPage('mobile'), await onPage('mobile'), await onPage('mobile')] as const
      faults = Array.from({ length: 24 }, () => refusal(400, code))
      const name = code === 21408 ? 'twilio-account' : code === 63038 ? 'sms-limit' : 'sms-sender'
      for (let n = 0; n < 24; n++) {
        const { send, phone } = members[n % 3]!
        const { page } = await send()
        assert.equal(page.status, 503)
        assert.match(page.html, /envoi de codes par téléphone est suspendu/)
        assert.ok(page.html.includes(`value="${phone}"`))
        assert.doesNotMatch(page.html, /Vérifiez-le|pas pu envoyer le code/)
        if (n >= 9) assert.equal(await alarm(name), '1')
      }
      assert.ok(requests <= 10, `${requests} requests`)
      faults = []
      await sleep(OPEN_MS)
      leadsTo('mobile-code', (await (await onPage('mobile')).send()).page)
      assert.equal(await alarm(name), '0')
    })

  test('a token that is refused when a new code is asked for: the earlier code stays valid', async () => {
    const { member, send, phone } = await onPage('mobile')
    leadsTo('mobile-code', (await send()).page)
    const code = await codeSentTo(service, phone)
    await sleep(RESEND_MS)
    faults = [refusal(401, 20003)]
    const failed = await member.post('mobile-code/renvoyer')
    assert.equal(failed.status, 503)
    assert.match(failed.html, /envoi de codes par téléphone est suspendu/)
    leadsTo('mot-de-passe', await member.answer('mobile-code', { code }))
    assert.equal(textsTo(phone), 1)
  })

  test('an error 500 when a new code is asked for: it may have been sent, and the earlier one is no longer valid', async () => {
    const { member, send, phone } = await onPage('mobile')
    leadsTo('mobile-code', (await send()).page)
    const code = await codeSentTo(service, phone)
    await sleep(RESEND_MS)
    faults = [{ status: 500 }]
    leadsTo('mobile-code', await member.post('mobile-code/renvoyer'))
    const page = await member.answer('mobile-code', { code })
    assert.equal(page.status, 422)
    assert.match(page.html, /plus récent|remplac/)
  })

  test('many failures: SMS are paused at once, nobody waits, and the same number gets its code after recovery', async t => {
    const { send, phone } = await onPage('mobile')
    faults = Array.from({ length: 20 }, () => ({ status: 500 }))
    for (let n = 0; (await alarm('twilio-down')) !== '1'; n++) {
      assert.ok(n < 20, 'the breaker opens')
      leadsTo('mobile-code', (await (await onPage('mobile')).send()).page)
    }
    requests = 0
    const times: number[] = []
    for (let n = 0; n < 5; n++) {
      const { page, tookMs } = await send()
      assert.equal(page.status, 503)
      assert.match(page.html, /envoi de codes par téléphone est suspendu/)
      assert.ok(page.html.includes(`value="${phone}"`))
      times.push(tookMs)
    }
    t.diagnostic(`open breaker: 503 after ${times.join(', ')} ms`)
    assert.ok(times.sort((a, b) => a - b)[2]! < 5000, `${times} ms`)
    assert.equal(requests, 0)
    faults = []
    await sleep(OPEN_MS)
    leadsTo('mobile-code', (await send()).page)
    assert.equal(textsTo(phone), 1)
    assert.equal(await alarm('twilio-down'), '0')
  })
})

describe('while the mail server fails (F9)', () => {
  test('421 once: the member goes on a second later, and gets one mail', async t => {
    const { send, email } = await onPage('email')
    service.farEnds.smtp.treat(email, 421, 1)
    const { page, tookMs } = await send()
    t.diagnostic(`421 once: code page after ${tookMs} ms`)
    leadsTo('email-code', page)
    assert.equal(mailsTo(email), 1)
  })

  test('421 again: the member sees an error, keeps the address, and may try again at once', async t => {
    const { send, email } = await onPage('email')
    service.farEnds.smtp.treat(email, 421, 2)
    const { page, tookMs } = await send()
    t.diagnostic(`421 twice: 503 after ${tookMs} ms`)
    assert.equal(page.status, 503)
    assert.match(page.html, /pas pu envoyer l.{1,40}e-mail/)
    assert.ok(page.html.includes(`value="${email}"`))
    leadsTo('email-code', (await send()).page)
    assert.equal(mailsTo(email), 1)
  })

  test('421 on the code page: nothing is sent, no wait begins, and the next click sends', async () => {
    const { member, send, email } = await onPage('email')
    leadsTo('email-code', (await send()).page)
    await sleep(RESEND_MS)
    service.farEnds.smtp.treat(email, 421, 2)
    const failed = await member.post('email-code/renvoyer')
    assert.equal(failed.status, 503)
    assert.match(failed.html, /pas pu envoyer l.{1,40}e-mail/)
    leadsTo('email-code', await member.post('email-code/renvoyer'))
    assert.equal(mailsTo(email), 2)
  })

  test('550: "check the address", not that the mailbox is unknown; another address gets its code at once', async () => {
    const { send, email } = await onPage('email')
    service.farEnds.smtp.treat(email, 550, 1)
    const { page } = await send()
    assert.equal(page.status, 422)
    assert.match(page.html, /id="email-error".*?Vérifiez l.{1,5}adresse/s)
    const [error = ''] = /id="email-error".*?<\/p>/s.exec(page.html) ?? []
    assert.doesNotMatch(error, /existe pas|inconnue|à cette adresse/)
    const other = `c-${email}`
    leadsTo('email-code', (await send({ email: other, emailConfirmation: other })).page)
    assert.deepEqual([mailsTo(email), mailsTo(other)], [0, 1])
  })

  test('relaying denied, for each of 24 tries: mails are paused, what was typed is kept, and an alarm is raised (REL-D6)', async () => {
    const members = [await onPage('email'), await onPage('email'), await onPage('email')] as const
    for (const { email } of members)
      service.farEnds.smtp.treat(email, { at: 'RCPT TO', reply: '554 5.7.1 relay access denied' })
    for (let n = 0; n < 24; n++) {
      const { send, email } = members[n % 3]!
      const { page } = await send()
      assert.equal(page.status, 503)
      assert.match(page.html, /envoi d.{1,40}e-mails?.{0,10} est suspendu.*?centre d.{1,5}appel/s)
      assert.ok(page.html.includes(`value="${email}"`))
      assert.doesNotMatch(page.html, /Vérifiez l|pas pu envoyer l/)
      if (n >= 2) assert.equal(await alarm('smtp-sender'), '1')
    }
    const { send, email } = members[0]
    service.farEnds.smtp.treat(email, undefined, 0)
    await sleep(MAIL_PAUSE_MS)
    leadsTo('email-code', (await send()).page)
    assert.equal(mailsTo(email), 1)
    assert.equal(await alarm('smtp-sender'), '0')
  })

  test('silence after the mail was handed over: the code page, one mail, and its code is accepted', async t => {
    const { member, send, email } = await onPage('email')
    service.farEnds.smtp.treat(email, 'hang-after-data')
    const { page, tookMs } = await send()
    t.diagnostic(`silence after DATA, given up after 1000 ms: code page after ${tookMs} ms`)
    leadsTo('email-code', page)
    assert.equal(mailsTo(email), 1)
    assert.equal((await member.post('email-code/renvoyer')).status, 429, 'the wait runs')
    leadsTo('mobile', await member.answer('email-code', { code: await codeSentTo(service, email) }))
    assert.equal(mailsTo(email), 1)
  })

  test('the metrics count each try and its outcome', async () => {
    assert.ok((await outcomes('smtp', 'ok')) > 0)
    assert.ok((await outcomes('smtp', 'failed')) > 0)
    assert.ok((await outcomes('smtp', 'refused')) > 0)
    assert.ok((await outcomes('twilio', 'ok')) > 0)
    assert.ok((await outcomes('twilio', 'failed')) > 0)
    assert.ok((await outcomes('twilio', 'refused')) > 0)
    assert.doesNotMatch(service.output.join('\n'), /@example\.ma|\+2126\d/)
  })
})
