import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { memoryCodeLedger } from '../../src/adapters/memory/code-ledger.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { createDeliveryReports } from '../../src/domain/codes/delivery-reports.ts'
import { OneTimeCodes } from '../../src/domain/codes/one-time-codes.ts'
import type { Budgeted } from '../../src/domain/codes/send-budget.ts'
import { KeyedHash } from '../../src/domain/crypto/keyed-hash.ts'
import { Sealer } from '../../src/domain/crypto/seal.ts'
import { codeMetrics } from '../../src/observability/code-metrics.ts'
import { createMetrics } from '../../src/observability/metrics.ts'
import { type Courier, type Fate, Unavailable, Undeliverable, type Via } from '../../src/ports/index.ts'

/** How a budget turns a message down. */
type TurnedDown = Exclude<Budgeted<unknown>, { kind: 'run' }>

/** Codes, what they count, and a provider and a budget that do as the next send says. */
function world() {
  const metrics = createMetrics()
  const observer = codeMetrics(metrics, () => {})
  const ledger = memoryCodeLedger(Limits.parse({}))
  const reports = createDeliveryReports(ledger, new Sealer([randomBytes(32)]), observer)
  let turnedDown: TurnedDown | undefined
  let failure: Error | undefined
  let ticket = ''
  let typed = ''
  const courier = {
    async code(message) {
      ticket = message.ticket ?? ''
      typed = message.code
      if (failure) throw failure
    },
  } as Partial<Courier> as Courier
  const codes = new OneTimeCodes({
    ledger,
    courier,
    observer,
    reports,
    hash: new KeyedHash([randomBytes(32)], 'one-time-code'),
    budget: async (_request, issuing, run) => {
      await issuing.run()
      return turnedDown ?? { kind: 'run', result: await run(async keeping => void (await keeping.run())) }
    },
    attempts: (_holder, check) => check.run(),
  })
  return {
    /** Types the code that was sent last, or another. */
    check: (flow: string, code = typed) => codes.check({ member: flow, flow, channel: 'email' }, flow, code),
    /** Sends one code in a flow of its own; returns a function that reports its delivery. */
    async send(flow: string, via: Via | undefined, how: { failing?: Error; budget?: TurnedDown } = {}) {
      failure = how.failing
      turnedDown = how.budget
      const channel = via ? 'sms' : 'email'
      const request = { member: flow, flow, ip: undefined, channel, destination: flow, mode: 'fr', via } as const
      await codes.send(request).catch(error => assert.equal(error, failure))
      const sealed = ticket
      return (fate: Fate) => reports.record(sealed, fate)
    },
    async counted(name: string) {
      const text = await metrics.register.getSingleMetricAsString(name)
      return text
        .split('\n')
        .filter(line => line && !line.startsWith('#'))
        .map(line => line.slice(name.length))
        .toSorted()
    },
  }
}

test('the metrics count codes to phones by channel and outcome, each once', async () => {
  const { send, counted } = world()
  for (const [via, fate] of [
    ['sms', 'undelivered'],
    ['voice', 'unanswered'],
  ] as const) {
    const report = await send(via, via)
    for (let time = 0; time < 3; time++) await report(fate)
  }
  await send('refused', 'voice', { failing: new Undeliverable('sms') })
  await send('mail', undefined)
  assert.deepEqual(await counted('wizard_deliveries_total'), [
    '{via="sms",fate="sent"} 1',
    '{via="sms",fate="undelivered"} 1',
    '{via="voice",fate="sent"} 1',
    '{via="voice",fate="unanswered"} 1',
    '{via="voice",fate="unsent"} 1',
  ])
})

test('a code counts as sent if it left or may have left, and not if it was silently held back', async () => {
  const { send, counted } = world()
  await send('left', undefined)
  await send('perhaps', undefined, { failing: new Unavailable('smtp') })
  await send('not', undefined, { failing: new Unavailable('smtp', { outcome: 'none' }) })
  await send('unforeseen', undefined, { failing: new TypeError('x') })
  await send('silent', undefined, { budget: { kind: 'silent' } })
  await send('silent SMS', 'sms', { budget: { kind: 'silent' } })
  await send('too many', 'sms', { budget: { kind: 'limited', seconds: 60 } })
  assert.deepEqual(await counted('wizard_codes_total'), [
    '{channel="email",fate="sent"} 2',
    '{channel="email",fate="unsent"} 2',
    '{channel="email",fate="verified"} 0',
    '{channel="sms",fate="sent"} 0',
    '{channel="sms",fate="verified"} 0',
  ])
  assert.deepEqual(await counted('wizard_deliveries_total'), [])
})

test('each attempt at a code that is judged counts as verified or failed', async () => {
  const { send, check, counted } = world()
  await send('flow', undefined)
  await check('flow', 'wrong')
  await check('flow')
  await check('flow')
  assert.deepEqual(await counted('wizard_codes_total'), [
    '{channel="email",fate="failed"} 2',
    '{channel="email",fate="sent"} 1',
    '{channel="email",fate="verified"} 1',
    '{channel="sms",fate="sent"} 0',
    '{channel="sms",fate="verified"} 0',
  ])
})

test('SMS without a right code raise the alarm, e-mails do not (OTP-14)', () => {
  const raised: boolean[] = []
  const { onSend } = codeMetrics(createMetrics(), (_name, on) => raised.push(on))
  for (let n = 0; n < 50; n++) onSend({ channel: 'email', via: undefined, outcome: 'sent' })
  assert.deepEqual(raised, [])
  for (let n = 0; n < 50; n++) onSend({ channel: 'sms', via: 'sms', outcome: 'sent' })
  assert.deepEqual(raised, [true])
})
