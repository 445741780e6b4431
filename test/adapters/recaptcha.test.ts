import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import express from 'express'
import { recaptcha } from '../../src/adapters/captcha/recaptcha.ts'
import { memoryReplayGuard } from '../../src/adapters/memory/replay-guard.ts'
import { type Fault, faulty } from '../../src/demo/faults.ts'
import { listen } from '../../src/demo/listen.ts'
import { Unavailable } from '../../src/ports/index.ts'
import { everythingIn } from './samples.ts'

const subject = { action: 'identity', flow: 'flow' }
const secretKey = 'sentinel-secret-key'
let google: Awaited<ReturnType<typeof listen>>
let fault: Fault | undefined
let verdict: object = {}
let asked: Record<string, string>[] = []

before(async () => {
  const app = express()
  app.use(express.urlencoded({ extended: false }), faulty({ faults: () => fault }))
  app.post('/siteverify', (req, res) => {
    asked.push({ ...req.body })
    res.json(verdict)
  })
  google = await listen(app)
})
after(() => google.close())

const good = () => ({ success: true, hostname: 'example.ma', challenge_ts: new Date().toISOString() })
const make = () =>
  recaptcha({ secretKey, verifyUrl: `${google.url}/siteverify`, hostname: 'example.ma', replays: memoryReplayGuard() })
const post = (captcha = make(), token = 'sentinel-token-of-a-member') =>
  captcha.verify({ 'g-recaptcha-response': token }, subject, '127.0.0.1')

test('a token that Google accepts passes, once (C-4, X-4)', async () => {
  verdict = good()
  asked = []
  const captcha = make()
  assert.equal(await post(captcha), 'passed')
  assert.equal(await post(captcha), 'failed')
  assert.deepEqual(asked[0], { secret: secretKey, response: 'sentinel-token-of-a-member' })
})

for (const [name, answer] of [
  ['that Google refuses', () => ({ success: false, 'error-codes': ['invalid-input-response'] })],
  ['that was used before', () => ({ success: false, 'error-codes': ['timeout-or-duplicate'] })],
  ['solved on another site', () => ({ ...good(), hostname: 'evil.example' })],
  ['without its site', () => ({ ...good(), hostname: undefined })],
  ['two minutes old', () => ({ ...good(), challenge_ts: new Date(Date.now() - 120_000).toISOString() })],
  ['without its time', () => ({ ...good(), challenge_ts: undefined })],
] as [string, () => object][])
  test(`a token ${name} fails`, async () => {
    verdict = answer()
    assert.equal(await post(), 'failed')
  })

test('an absent token is missing, an endless one is not sent on', async () => {
  verdict = good()
  asked = []
  assert.equal(await make().verify({}, subject, ''), 'missing')
  assert.equal(await post(make(), 'x'.repeat(5000)), 'failed')
  assert.deepEqual(asked, [])
})

for (const [name, what, answer] of [
  ['silence', 'hang', {}],
  ['a broken connection', 'reset', {}],
  ['an internal error', { status: 500, body: {} }, {}],
  ['a page of HTML', { status: 200, body: '<p>' }, {}],
  ['an answer of another shape', undefined, { ok: true }],
  ['a secret that Google does not know', undefined, { success: false, 'error-codes': ['invalid-input-secret'] }],
] as [string, Fault | undefined, object][])
  test(`${name} is an outage: nobody passes, nobody fails`, async () => {
    fault = what
    verdict = answer
    const start = Date.now()
    await assert.rejects(post(), error => {
      assert.ok(error instanceof Unavailable && error.service === 'recaptcha')
      assert.ok(!everythingIn(error).includes('sentinel'))
      return true
    })
    assert.ok(Date.now() - start < 3500)
    fault = undefined
  })
