import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Request } from 'express'
import { createCallTwilio } from '../../src/adapters/twilio/call.ts'
import { twilioVoice } from '../../src/adapters/twilio/voice.ts'
import { twilioWhatsApp } from '../../src/adapters/twilio/whatsapp.ts'
import type { Fault } from '../../src/demo/faults.ts'
import { startTwilioApi, twilioErrorBody } from '../../src/demo/twilio/twilio-api.ts'
import { translators } from '../../src/i18n/index.ts'
import { spokenCode } from '../../src/i18n/messages/voice.ts'
import { type Mode, Unavailable, Undeliverable } from '../../src/ports/index.ts'
import { readOrganisation } from '../unit/organisation.ts'
import { discreet, limits, secrets } from './samples.ts'

const accountSid = `AC${'0'.repeat(32)}`
const contentSids = { fr: `HX${'1'.repeat(32)}`, ar: `HX${'2'.repeat(32)}` }
const translate = await translators(readOrganisation('cnops'), false)
let api: Awaited<ReturnType<typeof startTwilioApi>>
let faults: (Fault | undefined)[] = []
let requests = 0

before(async () => {
  const fault = (_req: Request) => {
    requests++
    return faults.shift()
  }
  api = await startTwilioApi({ accountSid, authToken: secrets.token, faults: fault })
})
after(() => api.close())
beforeEach(() => {
  requests = 0
  faults = []
})

function ours(more: { from?: string; publicUrl?: URL } = {}) {
  const call = createCallTwilio({ accountSid, authToken: secrets.token, apiUrl: api.url, limits: limits.twilio })
  const options = { from: '+212537000001', publicUrl: new URL('https://example.ma'), basePath: '/mon_compte', ...more }
  return {
    voice: twilioVoice(call, options),
    whatsApp: twilioWhatsApp(call, { ...options, contentSids, validitySeconds: 600 }),
  }
}
const spoken = (mode: Mode) => ({
  to: secrets.phone,
  says: spokenCode(translate, mode, secrets.code),
  ticket: 'ticket-1',
})
const written = { to: secrets.phone, code: secrets.code, language: 'fr', ticket: 'ticket-2' } as const

/** Each `<Say>` of a call: language, words before the first pause, and the digits. */
function sayings(twiml = '') {
  return [
    ...twiml.matchAll(/<Say language="([\w-]+)" voice="[\w.-]+">([^<]*)((?:<break time="700ms"\/>\d)*)<\/Say>/g),
  ].map(([, language, text, digits]) => ({ language, text, digits: digits!.replace(/<[^>]*>/g, '') }))
}

describe('a call', () => {
  test('rings for less than a mailbox takes to answer, costs two minutes at most and is reported', async () => {
    await ours().voice.call(spoken('fr'))
    const { Twiml, ...fields } = (await api.nextCall(secrets.phone)).fields
    assert.deepEqual(fields, {
      To: secrets.phone,
      From: '+212537000001',
      Timeout: '25',
      TimeLimit: '120',
      StatusCallback: 'https://example.ma/mon_compte/webhooks/twilio?ticket=ticket-1',
    })
    assert.ok(Twiml!.startsWith('<?xml'))
  })

  for (const [mode, languages] of [
    ['fr', ['fr-FR']],
    ['ar', ['arb']],
    ['both', ['fr-FR', 'arb']],
  ] as const)
    test(`in mode ${mode} says who calls, that nobody asks for it, and the code three times, digit by digit`, async () => {
      await ours().voice.call(spoken(mode))
      const { Twiml = '' } = (await api.nextCall(secrets.phone)).fields
      const said = sayings(Twiml)
      assert.equal(said.length, Twiml.match(/<Say/g)!.length)
      assert.deepEqual(
        said.map(({ language }) => language),
        Array.from({ length: 4 }, () => languages).flat(),
      )
      const [intros, codes] = [said.slice(0, languages.length), said.slice(languages.length)]
      for (const { language, text, digits } of intros) {
        assert.match(
          text!,
          language === 'arb' ? /لن يطلب منكم .* لا تعطوه لأحد/ : /CNOPS.* ne vous le demandera jamais/,
        )
        assert.equal(digits, '')
      }
      assert.ok(codes.every(({ digits }) => digits === secrets.code))
      assert.ok(!Twiml.includes(secrets.code), 'in one run it would be read as one number')
      assert.equal(Twiml.match(/<Pause length="1"\/>/g)!.length, said.length)
      assert.ok(Twiml.length <= 4000)
      assert.doesNotMatch(Twiml, /[\u2066-\u2069]/)
    })

  test('says the text, and cannot be given commands by it', async () => {
    await ours().voice.call({
      to: secrets.phone,
      says: [{ language: 'fr', text: '</Say><Dial>+33899</Dial> & "co"' }],
    })
    const { fields, body } = await api.nextCall(secrets.phone)
    assert.doesNotMatch(fields.Twiml!, /<Dial/)
    assert.equal(body, '</Say><Dial>+33899</Dial> & "co"')
  })

  test('is not reported if Twilio cannot reach us', async () => {
    await ours({ publicUrl: new URL('http://localhost:3000') }).voice.call(spoken('fr'))
    assert.equal((await api.nextCall(secrets.phone)).fields.StatusCallback, undefined)
  })

  test('that Twilio would refuse is refused by the stand-in', async () => {
    await assert.rejects(ours().voice.call({ ...spoken('fr'), to: '0612345678' }), Undeliverable)
    await assert.rejects(ours({ from: 'CNOPS' }).voice.call(spoken('fr')), Unavailable)
    await assert.rejects(
      ours().voice.call({ ...spoken('fr'), says: [{ language: 'fr', text: 'x'.repeat(4000) }] }),
      Unavailable,
    )
  })
})

describe('a WhatsApp message', () => {
  for (const language of ['fr', 'ar'] as const)
    test(`is the approved ${language} template with the code, good for ten minutes and reported`, async () => {
      await ours().whatsApp.send({ ...written, language })
      const { fields, body } = await api.next(`whatsapp:${secrets.phone}`)
      assert.deepEqual(fields, {
        To: `whatsapp:${secrets.phone}`,
        From: 'whatsapp:+212537000001',
        ContentSid: contentSids[language],
        ContentVariables: JSON.stringify({ 1: secrets.code }),
        ValidityPeriod: '600',
        StatusCallback: 'https://example.ma/mon_compte/webhooks/twilio?ticket=ticket-2',
      })
      assert.match(body, new RegExp(`^${secrets.code} est votre code`))
    })

  test('that Twilio would refuse is refused by the stand-in', async () => {
    await assert.rejects(ours().whatsApp.send({ ...written, to: '0612345678' }), Undeliverable)
    await assert.rejects(ours({ from: '0537' }).whatsApp.send(written), Unavailable)
    await assert.rejects(ours().whatsApp.send({ ...written, code: 'longer than fifteen' }), Unavailable)
  })
})

const attempts = { call: () => ours().voice.call(spoken('both')), WhatsApp: () => ours().whatsApp.send(written) }
for (const [name, attempt] of Object.entries(attempts))
  describe(`when Twilio fails, a ${name}`, () => {
    for (const code of [21210, 21215, 63007, 63027])
      test(`whose account, sender or template is at fault (${code}) is paused, not blamed on the number (REL-D6)`, async () => {
        faults = [{ status: 400, body: twilioErrorBody(400, code, 'no') }]
        await assert.rejects(attempt(), { name: 'Unavailable', service: 'twilio-paused', outcome: 'none' })
      })

    for (const code of [21214, 21211, 63024])
      test(`to a number refused for good (${code}) is undeliverable`, async () => {
        faults = [{ status: 400, body: twilioErrorBody(400, code, 'no') }]
        await assert.rejects(attempt(), error => error instanceof Undeliverable && discreet(error))
      })

    for (const [what, fault] of [
      ['an internal error', { status: 500, body: 'oops' }],
      ['a broken connection', 'reset'],
      ['silence', 'hang'],
    ] satisfies [string, Fault][])
      test(`is not made a second time after ${what}: it may have been made`, async () => {
        faults = [fault]
        const start = Date.now()
        await assert.rejects(
          attempt(),
          error => error instanceof Unavailable && error.outcome === 'unknown' && discreet(error),
        )
        assert.ok(Date.now() - start < 6000)
        assert.equal(requests, 1)
      })
  })
