import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from 'express'
import express from 'express'
import type { Twilio } from 'twilio'
import { createCallTwilio } from '../../src/adapters/twilio/call.ts'
import { TWILIO_CODES, type TwilioFault } from '../../src/adapters/twilio/codes.ts'
import { CONSEQUENCES } from '../../src/adapters/twilio/consequences.ts'
import { createDeliveryJudge } from '../../src/adapters/twilio/deliveries.ts'
import { type TwilioOptions, twilioSms, validTwilioSignature } from '../../src/adapters/twilio/sms.ts'
import { DependencyLimits } from '../../src/config/limits/dependencies.ts'
import { arrivals } from '../../src/demo/arrivals.ts'
import type { Fault } from '../../src/demo/faults.ts'
import { listen } from '../../src/demo/listen.ts'
import { startTwilioApi, twilioErrorBody } from '../../src/demo/twilio/twilio-api.ts'
import { Unavailable, Undeliverable } from '../../src/ports/index.ts'
import { comesTo, discreet, limits, secrets } from './samples.ts'

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

type Options = Partial<
  TwilioOptions & { apiUrl: string; authToken: string; alarm: (name: string, on: boolean) => void }
>
const sms = ({ apiUrl = api.url, authToken = secrets.token, alarm, ...more }: Options = {}) =>
  twilioSms(createCallTwilio({ accountSid, authToken, apiUrl, limits: limits.twilio, alarm }), {
    from: 'CNOPS',
    validitySeconds: 600,
    publicUrl: new URL('http://localhost:3000'),
    basePath: '/mon_compte',
    ...more,
  })
const refusal = (status: number, code: number): Fault => ({ status, body: twilioErrorBody(status, code, 'no') })

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
  twilio: [20429, 30008, 30410, 99999],
}
for (const [outcome, codes] of Object.entries(OUTCOMES))
  for (const code of codes)
    test(`Twilio's ${code} is reported as ${outcome} (REL-D5, REL-D6)`, async () => {
      faults = Array.from({ length: 3 }, () => refusal(400, code))
      assert.equal(await comesTo(sms().send(text)), outcome)
      assert.equal(requests.length, code === 20429 ? 3 : 1)
    })

describe('each code of the table', () => {
  const outcomes: Record<TwilioFault, string> = {
    ...{ number: 'undeliverable', unreachable: 'unreachable', 'opted-out': 'opted-out' },
    ...{ account: 'twilio-paused', sender: 'twilio-paused', limit: 'twilio-paused', request: 'twilio-paused' },
    ...{ busy: 'twilio', unknown: 'twilio', theirs: 'twilio' },
  }
  for (const [code, [fault, means]] of Object.entries(TWILIO_CODES))
    test(`${code} (${means}) is ${fault === 'number' ? "the number's" : fault}: reported so, with an alarm within ten refusals (REL-D5)`, async () => {
      const alarms: string[] = []
      const by = sms({ alarm: (name, on) => void (on && alarms.push(name)) })
      for (let n = 0; n < (fault === 'busy' ? 3 : 10); n++) {
        faults = Array.from({ length: 3 }, () => refusal(400, Number(code)))
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

/** Timers of Node end a little before or after the clock. */
const TIMERS_MS = 100

describe('an account or sender at fault', { concurrency: true }, () => {
  // Longer than two dozen refused calls take on a busy machine.
  const openMs = 2500

  for (const code of [20003, 21606, 21612, 21703, 30034, 63038]) {
    test(`(${code}) is not asked any more after three refusals, with an alarm, and is tried by one later (REL-D6)`, async t => {
      const { sms, alarms, asked } = await refusing(t, code, 4)
      for (let n = 0; n < 24; n++) assert.equal(await comesTo(sms()), 'twilio-paused')
      assert.equal(asked(), 3)
      const name = code === 20003 ? 'twilio-account' : `sms-${code === 63038 ? 'limit' : 'sender'}`
      assert.deepEqual(alarms, [[name, true]])

      await sleep(openMs + TIMERS_MS)
      assert.deepEqual(await Promise.all([comesTo(sms()), comesTo(sms())]), ['twilio-paused', 'twilio-paused'])
      assert.equal(asked(), 4, 'one trial, which failed')
      await sleep(openMs + TIMERS_MS)
      await sms()
      await sms()
      assert.deepEqual(alarms, [
        [name, true],
        [name, false],
      ])
    })

    test(`(${code}) ${code === 20003 ? 'pauses every way' : 'leaves the other ways open'} (REL-D6)`, async t => {
      const { sms, voice } = await refusing(t, code, 3)
      for (let n = 0; n < 3; n++) assert.equal(await comesTo(sms()), 'twilio-paused')
      if (code === 20003) assert.equal(await comesTo(voice()), 'twilio-paused')
      else await voice()
    })
  }

  /** Calls to a Twilio of its own, which refuses the first `times` of them with `code`. */
  async function refusing(t: TestContext, code: number, times: number) {
    let count = 0
    const own = await startTwilioApi({
      ...credentials,
      faults: () => (count++ < times ? refusal(400, code) : undefined),
    })
    t.after(() => own.close())
    const alarms: [string, boolean][] = []
    const { breaker } = DependencyLimits.parse({ twilio: { breaker: { calls: 1000, openMs } } }).twilio
    const call = createCallTwilio({
      ...credentials,
      apiUrl: own.url,
      limits: { ...limits.twilio, breaker },
      alarm: (name, on) => void alarms.push([name, on]),
    })
    const create = ({ messages }: Twilio) => messages.create({ to: text.to, body: text.body, from: 'CNOPS' })
    return {
      alarms,
      asked: () => count,
      sms: () => call('sms', text.to, create),
      voice: () => call('voice', text.to, create),
    }
  }
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

/** Sends, fails, and returns what the failure means. */
async function failing(sending: Promise<unknown>): Promise<Pick<Unavailable, 'service' | 'outcome'>> {
  const error = await sending.then(
    () => assert.fail('it was sent'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Unavailable && discreet(error))
  return { service: error.service, outcome: error.outcome }
}

for (const [name, fault, outcome] of [
  ['an internal error', { status: 500, body: 'oops' }, 'unknown'],
  ['a busy server', refusal(503, 20503), 'unknown'],
  ['a page of HTML', { status: 200, body: '<p>774727 +212699887766</p>' }, 'unknown'],
  ['a broken connection', 'reset', 'unknown'],
  ['a redirect', { status: 307, headers: { Location: 'http://127.0.0.1:9/' } }, 'none'],
  ['a refusal of a kind that nobody knows', refusal(400, 99999), 'none'],
] satisfies [string, Fault, string][])
  test(`${name} is an outage, and the text is not sent again: sent ${outcome === 'none' ? 'certainly not' : 'perhaps'}`, async () => {
    faults = [fault]
    assert.deepEqual(await failing(sms().send(text)), { service: 'twilio', outcome })
    assert.equal(requests.length, 1)
  })

test('nothing listening has certainly sent nothing', async () => {
  const nowhere = sms({ apiUrl: 'http://127.0.0.1:9' })
  assert.deepEqual(await failing(nowhere.send(text)), { service: 'twilio', outcome: 'none' })
})

for (const [name, status, code] of [
  ['a wrong token', 401, 20003],
  ['an account that is suspended', 403, 20005],
] as const)
  test(`${name} pauses SMS, and someone must look until one is sent again`, async () => {
    const alarms: boolean[] = []
    const call = createCallTwilio({
      ...credentials,
      apiUrl: api.url,
      limits: limits.twilio,
      alarm: (_name, on) => void alarms.push(on),
    })
    faults = [refusal(status, code)]
    const send = () =>
      call('sms', text.to, ({ messages }) => messages.create({ to: text.to, body: text.body, from: 'CNOPS' }))
    assert.deepEqual(await failing(send()), { service: 'twilio-paused', outcome: 'none' })
    await send()
    assert.deepEqual(alarms, [true, false])
  })

test('an open breaker pauses SMS at once, and nothing is sent', async () => {
  const { breaker } = DependencyLimits.parse({ twilio: { breaker: { calls: 2 } } }).twilio
  const call = createCallTwilio({ ...credentials, apiUrl: api.url, limits: { ...limits.twilio, breaker } })
  const send = () =>
    call('sms', text.to, ({ messages }) => messages.create({ to: text.to, body: text.body, from: 'CNOPS' }))
  faults = [{ status: 500 }, { status: 500 }]
  for (const _ of [1, 2]) assert.deepEqual(await failing(send()), { service: 'twilio', outcome: 'unknown' })
  const startedAt = performance.now()
  assert.deepEqual(await failing(send()), { service: 'twilio-paused', outcome: 'none' })
  // A call that is made ends after five seconds.
  assert.ok(performance.now() - startedAt < 2000)
  assert.equal(requests.length, 2)
})

test('too many requests twice, then room: one text', async () => {
  const before = api.texts.all.length
  faults = [refusal(429, 20429), { status: 429, body: 'slow down' }]
  await sms().send(text)
  assert.equal(requests.length, 3)
  assert.equal(api.texts.all.length, before + 1)
})

test('too many requests three times is an outage', async () => {
  faults = [refusal(429, 20429), refusal(429, 20429), refusal(429, 20429)]
  assert.deepEqual(await failing(sms().send(text)), { service: 'twilio', outcome: 'none' })
  assert.equal(requests.length, 3)
})

test('no answer is an outage within six seconds, after one request', async () => {
  faults = ['hang']
  const start = Date.now()
  assert.deepEqual(await failing(sms().send(text)), { service: 'twilio', outcome: 'unknown' })
  assert.ok(Date.now() - start < 6000)
  assert.equal(requests.length, 1)
})

test('a text that waits for its turn gets no more time in all', async t => {
  let nth = 0
  const slow = await startTwilioApi({ ...credentials, delayMs: () => (nth++ ? 60_000 : 4000) })
  t.after(() => slow.close())
  const { callMs, breaker } = DependencyLimits.parse({ twilio: { callMs: 5000, breaker: { concurrent: 1 } } }).twilio
  const call = createCallTwilio({ ...credentials, apiUrl: slow.url, limits: { callMs, breaker } })
  const send = () =>
    call('sms', text.to, ({ messages }) => messages.create({ to: text.to, body: text.body, from: 'CNOPS' }))
  const first = send()
  const start = performance.now()
  assert.deepEqual(await failing(send()), { service: 'twilio', outcome: 'unknown' })
  // With a time of its own once it has its turn it would take nine seconds.
  assert.ok(performance.now() - start < 8500)
  await first
})
