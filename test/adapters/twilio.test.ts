import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Request } from 'express'
import express from 'express'
import { callTwilio } from '../../src/adapters/call-twilio.ts'
import { type TwilioOptions, twilioTexter, validTwilioSignature } from '../../src/adapters/twilio.ts'
import { DependencyLimits } from '../../src/config/dependency-limits.ts'
import { arrivals } from '../../src/demo/arrivals.ts'
import type { Fault } from '../../src/demo/faults.ts'
import { listen } from '../../src/demo/listen.ts'
import { startTwilioApi, twilioErrorBody } from '../../src/demo/twilio-api.ts'
import { Unavailable, Undeliverable } from '../../src/ports.ts'
import { everythingIn, limits, secrets } from './samples.ts'

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

type Options = Partial<TwilioOptions & { apiUrl: string; authToken: string }>
const texter = ({ apiUrl = api.url, authToken = secrets.token, ...more }: Options = {}) =>
  twilioTexter(callTwilio({ accountSid, authToken, apiUrl, limits: limits.twilio }), {
    from: 'CNOPS',
    validitySeconds: 600,
    publicUrl: new URL('http://localhost:3000'),
    basePath: '/mon_compte',
    ...more,
  })
const refusal = (status: number, code: number): Fault => ({ status, body: twilioErrorBody(status, code, 'no') })
const discreet = (error: unknown) => {
  for (const value of Object.values(secrets)) assert.ok(!everythingIn(error).includes(value), value)
  return true
}

test('a text arrives as Twilio wants it (OTP-16)', async () => {
  await texter().send(text)
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
  await texter({ messagingServiceSid, validitySeconds: 300 }).send(text)
  const { fields } = await api.next(secrets.phone)
  assert.equal(fields.MessagingServiceSid, messagingServiceSid)
  assert.equal(fields.From, undefined)
  assert.equal(fields.ValidityPeriod, '300')
})

test('the stand-in refuses a request that Twilio would refuse', async () => {
  await assert.rejects(texter().send({ ...text, to: '0612345678' }), Undeliverable)
  await assert.rejects(texter().send({ ...text, body: '' }), Unavailable)
  await assert.rejects(texter({ from: 'a name that is too long' }).send(text), Unavailable)
  await assert.rejects(texter({ authToken: 'another-token-of-ours' }).send(text), {
    cause: { code: 20003, status: 401 },
  })
})

test('a public site is told of the delivery, by a message that Twilio signed', async t => {
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

  await texter({ apiUrl: signing.url, publicUrl: new URL('https://example.ma') }).send(text)
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

for (const code of [21211, 21408, 21610, 21612, 21614])
  test(`a number refused for good (${code}) is undeliverable`, async () => {
    faults = [refusal(400, code)]
    await assert.rejects(texter().send(text), error => {
      assert.ok(error instanceof Undeliverable && error.channel === 'sms')
      return discreet(error)
    })
  })

/** Sends, fails, and tells what the failure means. */
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
  ['a message that it finds wrong', refusal(400, 21617), 'none'],
] satisfies [string, Fault, string][])
  test(`${name} is an outage, and the text is not sent again: sent ${outcome === 'none' ? 'certainly not' : 'perhaps'}`, async () => {
    faults = [fault]
    assert.deepEqual(await failing(texter().send(text)), { service: 'twilio', outcome })
    assert.equal(requests.length, 1)
  })

test('nothing listening has certainly sent nothing', async () => {
  const nowhere = texter({ apiUrl: 'http://127.0.0.1:9' })
  assert.deepEqual(await failing(nowhere.send(text)), { service: 'twilio', outcome: 'none' })
})

for (const [name, status, code] of [
  ['a wrong token', 401, 20003],
  ['an account that is suspended', 403, 20005],
] as const)
  test(`${name} pauses SMS, and someone must look until one is sent again`, async () => {
    const alarms: boolean[] = []
    const call = callTwilio({
      ...credentials,
      apiUrl: api.url,
      limits: limits.twilio,
      alarm: (_name, on) => void alarms.push(on),
    })
    faults = [refusal(status, code)]
    const send = () => call(({ messages }) => messages.create({ to: text.to, body: text.body, from: 'CNOPS' }))
    assert.deepEqual(await failing(send()), { service: 'twilio-paused', outcome: 'none' })
    await send()
    assert.deepEqual(alarms, [true, false])
  })

test('an open breaker pauses SMS at once, and nothing is sent', async () => {
  const { breaker } = DependencyLimits.parse({ twilio: { breaker: { calls: 2 } } }).twilio
  const call = callTwilio({ ...credentials, apiUrl: api.url, limits: { ...limits.twilio, breaker } })
  const send = () => call(({ messages }) => messages.create({ to: text.to, body: text.body, from: 'CNOPS' }))
  faults = [{ status: 500 }, { status: 500 }]
  for (const _ of [1, 2]) assert.deepEqual(await failing(send()), { service: 'twilio', outcome: 'unknown' })
  const startedAt = performance.now()
  assert.deepEqual(await failing(send()), { service: 'twilio-paused', outcome: 'none' })
  assert.ok(performance.now() - startedAt < 50)
  assert.equal(requests.length, 2)
})

test('too many requests twice, then room: one text', async () => {
  const before = api.texts.all.length
  faults = [refusal(429, 20429), { status: 429, body: 'slow down' }]
  await texter().send(text)
  assert.equal(requests.length, 3)
  assert.equal(api.texts.all.length, before + 1)
})

test('too many requests three times is an outage', async () => {
  faults = [refusal(429, 20429), refusal(429, 20429), refusal(429, 20429)]
  assert.deepEqual(await failing(texter().send(text)), { service: 'twilio', outcome: 'none' })
  assert.equal(requests.length, 3)
})

test('no answer is an outage within six seconds, after one request', async () => {
  faults = ['hang']
  const start = Date.now()
  assert.deepEqual(await failing(texter().send(text)), { service: 'twilio', outcome: 'unknown' })
  assert.ok(Date.now() - start < 6000)
  assert.equal(requests.length, 1)
})

test('a text that waits for its turn gets no more time in all', async t => {
  let nth = 0
  const slow = await startTwilioApi({ ...credentials, delayMs: () => (nth++ ? 5000 : 400) })
  t.after(() => slow.close())
  const { callMs, breaker } = DependencyLimits.parse({ twilio: { callMs: 600, breaker: { concurrent: 1 } } }).twilio
  const call = callTwilio({ ...credentials, apiUrl: slow.url, limits: { callMs, breaker } })
  const send = () => call(({ messages }) => messages.create({ to: text.to, body: text.body, from: 'CNOPS' }))
  const first = send()
  const start = performance.now()
  assert.deepEqual(await failing(send()), { service: 'twilio', outcome: 'unknown' })
  assert.ok(performance.now() - start < 800)
  await first
})
