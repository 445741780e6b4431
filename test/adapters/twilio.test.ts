import assert from 'node:assert/strict'
import { registerHooks } from 'node:module'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Request } from 'express'
import express from 'express'
import type { CarrierOptions } from '../../src/adapters/carrier/call.ts'
import { type CarrierFault, CONSEQUENCES } from '../../src/adapters/carrier/consequences.ts'
import { createCallTwilio } from '../../src/adapters/twilio/call.ts'
import { TWILIO_CODES } from '../../src/adapters/twilio/codes.ts'
import { createDeliveryJudge } from '../../src/adapters/twilio/deliveries.ts'
import { type TwilioOptions, twilioSms, validTwilioSignature } from '../../src/adapters/twilio/sms.ts'
import { arrivals } from '../../src/demo/arrivals.ts'
import type { Fault } from '../../src/demo/faults.ts'
import { listen } from '../../src/demo/listen.ts'
import { startTwilioApi, twilioErrorBody } from '../../src/demo/twilio/twilio-api.ts'
import { Unavailable, Undeliverable, type Via } from '../../src/ports/index.ts'
import { smsSenderContract } from './contract/sms-sender.ts'
import { comesTo, limits, secrets } from './samples.ts'

const accountSid = `AC${'0'.repeat(32)}`
const credentials = { accountSid, authToken: secrets.token }
const text = { to: secrets.phone, body: `CNOPS : رمز ${secrets.code}\n@example.ma #${secrets.code}` }
let api: Awaited<ReturnType<typeof startTwilioApi>>
let faults: (Fault | undefined)[] = []
let requests: string[] = []

before(async () => {
  const fault = (req: Request) => {
    requests.push(req.get('Authorization') ?? '')
    return faults.shift()
  }
  api = await startTwilioApi({ ...credentials, faults: fault })
})
after(() => api.close())
beforeEach(() => {
  requests = []
  faults = []
})

type Options = Partial<TwilioOptions & { apiUrl: string; authToken: string } & Pick<CarrierOptions, 'alarm' | 'watch'>>
const sms = ({ apiUrl = api.url, authToken = secrets.token, alarm, watch, ...more }: Options = {}) =>
  twilioSms(createCallTwilio({ accountSid, authToken, apiUrl, limits: limits.twilio, alarm, watch }), {
    from: 'CNOPS',
    validitySeconds: 600,
    publicUrl: new URL('http://localhost:3000'),
    basePath: '/mon_compte',
    ...more,
  })
const refusal = (status: number, code: number): Fault => ({ status, body: twilioErrorBody(status, code, 'no') })

// The first of this file: later ones have the package already.
test('if Twilio’s package cannot be loaded, the SMS fails, and the next is sent once it can be (REL-D5)', async () => {
  const broken = registerHooks({
    load(url, context, next) {
      if (url.includes('/twilio/lib/rest/Twilio.js')) throw new Error('too many open files')
      return next(url, context)
    },
  })
  const later = sms()
  await assert.rejects(later.send(text), Unavailable).finally(() => broken.deregister())
  await later.send(text)
  assert.equal((await api.next(secrets.phone)).fields.Body, text.body)
})

test('a text arrives as Twilio wants it (OTP-16)', async () => {
  await sms().send(text)
  const { fields } = await api.next(secrets.phone)
  assert.deepEqual(fields, {
    To: secrets.phone,
    Body: text.body,
    From: 'CNOPS',
    ValidityPeriod: '600',
    RiskCheck: 'enable',
  })
  assert.deepEqual(requests, [`Basic ${btoa(`${accountSid}:${secrets.token}`)}`])
})

test('a messaging service takes the place of the sender, and no text outlives its code', async () => {
  const messagingServiceSid = `MG${'1'.repeat(32)}`
  await sms({ messagingServiceSid, validitySeconds: 300 }).send(text)
  const { fields } = await api.next(secrets.phone)
  assert.equal(fields.MessagingServiceSid, messagingServiceSid)
  assert.equal(fields.From, undefined)
  assert.equal(fields.ValidityPeriod, '300')
})

test('the stand-in refuses a request that Twilio would refuse', async () => {
  await assert.rejects(sms().send({ ...text, to: '0612345678' }), Undeliverable)
  await assert.rejects(sms().send({ ...text, body: '' }), Unavailable)
  await assert.rejects(sms({ from: 'a name that is too long' }).send(text), Unavailable)
  await assert.rejects(sms({ authToken: 'another-token-of-ours' }).send(text), {
    cause: { code: 20003, status: 401 },
  })
})

test('the delivery is reported to a public site, in a request that Twilio signed', async t => {
  const reports = arrivals<{ url: string; signature: string | undefined; fields: Record<string, string> }>()
  const app = express().use(express.urlencoded({ extended: false }))
  app.post('/mon_compte/webhooks/twilio', (req, res) => {
    const url = `https://example.ma${req.originalUrl}`
    reports.add({ url, signature: req.get('X-Twilio-Signature'), fields: { ...req.body } })
    res.sendStatus(204)
  })
  const site = await listen(app)
  t.after(() => site.close())
  const signing = await startTwilioApi({ ...credentials, callbackOrigin: site.url, statuses: () => ['delivered'] })
  t.after(() => signing.close())

  await sms({ apiUrl: signing.url, publicUrl: new URL('https://example.ma') }).send(text)
  const { fields: sent } = await signing.next(secrets.phone)
  assert.equal(sent.StatusCallback, 'https://example.ma/mon_compte/webhooks/twilio')
  const { url, signature, fields } = await reports.next()
  assert.equal(fields['MessageStatus'], 'delivered')
  assert.equal(validTwilioSignature(secrets.token, signature, url, fields), true)
  assert.equal(validTwilioSignature(secrets.token, signature, url, { ...fields, MessageStatus: 'failed' }), false)
  assert.equal(validTwilioSignature('another-token-of-ours', signature, url, fields), false)
  assert.equal(validTwilioSignature(secrets.token, signature, `${url}?x=1`, fields), false)
  assert.equal(validTwilioSignature(secrets.token, undefined, url, fields), false)
})

/** The outcome that the sender reports, by the fault in Twilio's error dictionary. */
const OUTCOMES: Record<string, number[]> = {
  // Premium, invalid, not reachable, invalid, no mobile, landline; WhatsApp: not known, invalid.
  undeliverable: [21202, 21211, 21214, 21217, 21614, 21635, 63003, 63024],
  // Too many to this one, on the block list for calls, pumping protection; WhatsApp: blocked by its owner.
  unreachable: [14107, 21216, 30450, 63014],
  'opted-out': [21610],
  'twilio-paused': [
    // Our account: credentials, inactive, no permission for the country, trial.
    ...[20003, 20005, 20404, 21203, 21215, 21219, 21408, 21608, 63015, 63051],
    // Our sender.
    ...[21210, 21212, 21601, 21603, 21606, 21612, 21659, 21660, 21661, 21701, 21703, 21704, 21709, 30034, 63007],
    // Our limits.
    ...[21611, 30001, 30023, 63018, 63038],
    // Our request or its content.
    ...[20001, 21602, 21604, 21617, 21618, 21620, 21626, 21654, 21656, 63013, 63016, 63027],
  ],
  // Unknown, or a fault of the provider: to be tried again.
  twilio: [30008, 30410, 99999],
}
for (const [outcome, codes] of Object.entries(OUTCOMES))
  for (const code of codes)
    test(`Twilio's ${code} is reported as ${outcome} (REL-D5, REL-D6)`, async () => {
      faults = [refusal(400, code)]
      assert.equal(await comesTo(sms().send(text)), outcome)
      assert.equal(requests.length, 1)
    })

describe('each code of the table', () => {
  const outcomes: Record<CarrierFault, string> = {
    ...{ number: 'undeliverable', unreachable: 'unreachable', 'opted-out': 'opted-out' },
    ...{ account: 'twilio-paused', sender: 'twilio-paused', limit: 'twilio-paused', request: 'twilio-paused' },
    ...{ busy: 'twilio', unknown: 'twilio', theirs: 'twilio' },
  }
  // Trying again takes seconds: 20429 is in the contract.
  const once = Object.entries(TWILIO_CODES).filter(([, [fault]]) => fault !== 'busy')
  for (const [code, [fault, means]] of once)
    test(`${code} (${means}) is ${fault === 'number' ? "the number's" : fault}: reported so, with an alarm within ten refusals (REL-D5)`, async () => {
      const alarms: string[] = []
      const by = sms({ alarm: (name, on) => void (on && alarms.push(name)) })
      for (let n = 0; n < 10; n++) {
        faults = [refusal(400, Number(code))]
        assert.equal(await comesTo(by.send({ ...text, to: `+21261234567${n}` })), outcomes[fault])
      }
      const ofOne = ['number', 'unreachable', 'opted-out'].includes(fault)
      assert.deepEqual(alarms, [fault === 'account' ? 'twilio-account' : ofOne ? 'sms-one-cause' : `sms-${fault}`])
    })

  test('is one that Twilio has for messages and calls: 29 at least, of every fault', () => {
    assert.ok(Object.keys(TWILIO_CODES).length >= 29)
    const used = new Set(Object.values(TWILIO_CODES).map(([fault]) => fault))
    assert.deepEqual([...used, 'unknown'].sort(), Object.keys(CONSEQUENCES).sort())
  })
})

describe('one number that is refused again and again', () => {
  for (const code of [21211, 21610, 21614])
    test(`with ${code} raises no alarm: the cause must affect many members (REL-D5)`, async () => {
      const alarms: string[] = []
      const by = sms({ alarm: name => void alarms.push(name) })
      faults = Array.from({ length: 20 }, () => refusal(400, code))
      for (let n = 0; n < 20; n++) await assert.rejects(by.send(text), Undeliverable)
      assert.deepEqual(alarms, [])
    })

  test('raises no alarm if others get their texts in between', async () => {
    const alarms: string[] = []
    const by = sms({ alarm: name => void alarms.push(name) })
    for (let n = 0; n < 30; n++) {
      faults = [refusal(400, 21614)]
      await assert.rejects(by.send({ ...text, to: `+2126123400${10 + n}` }), Undeliverable)
      if (n % 9 === 8) await by.send(text)
    }
    assert.deepEqual(alarms, [])
  })
})

test('an account at fault pauses every way, a sender at fault its own alone (REL-D6)', async () => {
  for (const code of [20003, 21606]) {
    const call = createCallTwilio({ ...credentials, apiUrl: api.url, limits: limits.twilio })
    const by = (via: Via, to = text.to) =>
      call(via, to, ({ messages }) => messages.create({ to, body: text.body, from: 'CNOPS' }))
    faults = [refusal(400, code), refusal(400, code), refusal(400, code)]
    for (let n = 0; n < 3; n++) assert.equal(await comesTo(by('sms', `+21261234560${n}`)), 'twilio-paused')
    if (code === 20003) assert.equal(await comesTo(by('voice')), 'twilio-paused')
    else await by('voice')
  }
})

test('what Twilio gives as a code is logged only if it looks like one (L-3)', async () => {
  const logged: unknown[] = []
  const watch: Options['watch'] = {
    dependency() {},
    breaker() {},
    refused: (_name, _fault, code) => void logged.push(code),
  }
  const by = sms({ watch })
  for (const code of [`no ${text.to}`, text.to.slice(1), '774727', 774_727, { to: text.to }, 21211, 'E_21']) {
    faults = [{ status: 400, body: { code, message: 'no', status: 400 } }]
    const error = await by.send(text).catch(error => error)
    assert.equal(error.cause.code, logged.at(-1))
  }
  assert.deepEqual(logged, [...Array(5).fill(undefined), 21211, 'E_21'])
})

describe('a report of a message that Twilio took', () => {
  const judged = () => {
    const alarms: [string, boolean][] = []
    return { alarms, judge: createDeliveryJudge((name, on) => void alarms.push([name, on])) }
  }
  for (const [fate, codes] of Object.entries({
    undelivered: ['30003', '30004', '30005', '30006', '21610', '30450', '99999', undefined],
    failed: ['30001', '30002', '30007', '30008', '30018', '30023', '30034', '30410', '63016'],
  }))
    for (const code of codes)
      test(`with ${code} is recorded as ${fate} (REL-D5)`, () => {
        const { judge } = judged()
        assert.equal(judge({ via: 'sms', fate: 'undelivered', code }), fate)
        for (const other of ['delivered', 'unanswered'] as const)
          assert.equal(judge({ via: 'voice', fate: other, code }), other)
      })

  test('raises an alarm when five in a row were lost through no fault of the phones, until one arrives (REL-D5)', () => {
    const { judge, alarms } = judged()
    for (let n = 0; n < 20; n++) judge({ via: 'sms', fate: 'undelivered', code: '30005' })
    assert.deepEqual(alarms, [])
    for (let n = 0; n < 8; n++) judge({ via: 'sms', fate: 'undelivered', code: '30034' })
    judge({ via: 'voice', fate: 'delivered' })
    assert.deepEqual(alarms, [['sms-delivery', true]])
    judge({ via: 'sms', fate: 'delivered' })
    assert.deepEqual(alarms[1], ['sms-delivery', false])
  })
})

describe('Twilio', () => {
  smsSenderContract({
    name: 'twilio',
    async start(faults) {
      const { url, next, texts, close } = await startTwilioApi({ ...credentials, ...faults })
      const taken = () => texts.all.length
      return { url, next: async to => next(to).then(({ to, body }) => ({ to, text: body })), taken, close }
    },
    sender({ url: apiUrl, ...options }) {
      const site = { publicUrl: new URL('http://localhost:3000'), basePath: '/mon_compte' }
      return twilioSms(createCallTwilio({ ...credentials, apiUrl, ...options }), {
        ...{ from: 'CNOPS', validitySeconds: 600 },
        ...site,
      })
    },
    answers: {
      number: refusal(400, 21211),
      unreachable: refusal(400, 30450),
      'opted-out': refusal(400, 21610),
      account: refusal(403, 20005),
      sender: refusal(400, 21606),
      limit: refusal(400, 63038),
      request: refusal(400, 21602),
      busy: refusal(429, 20429),
      unknown: refusal(400, 99999),
    },
    pausing: [
      [refusal(401, 20003), 'twilio-account'],
      ...[21606, 21612, 21703, 30034].map((code): [Fault, string] => [refusal(400, code), 'sms-sender']),
      [refusal(400, 63038), 'sms-limit'],
    ],
  })
})
