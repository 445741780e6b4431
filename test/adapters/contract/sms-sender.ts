import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CarrierOptions } from '../../../src/adapters/carrier/call.ts'
import type { CarrierFault } from '../../../src/adapters/carrier/consequences.ts'
import { DependencyLimits } from '../../../src/config/limits/dependencies.ts'
import type { Fault, Faults } from '../../../src/demo/faults.ts'
import { type SmsSender, Unavailable, Undeliverable } from '../../../src/ports/index.ts'
import { comesTo, discreet, limits, secrets } from '../samples.ts'

interface FarEnd {
  url: string
  next(to: string): Promise<{ to: string; text: string }>
  taken(): number
  close(): Promise<void>
}

/** One implementation of `SmsSender`, with a far end as its provider would be. */
export interface SmsKit {
  name: CarrierOptions['name']
  start(faults: Faults): Promise<FarEnd>
  sender(options: { url: string } & Omit<CarrierOptions, 'name' | 'judge'>): SmsSender
  /** The provider's answer, by whose fault it is. */
  answers: Record<Exclude<CarrierFault, 'theirs'>, Fault>
  /** For REL-D6: more answers that pause, each with its alarm. */
  pausing: [answer: Fault, alarm: string][]
}

const usual = limits.twilio
const text = {
  to: secrets.phone,
  body: `CNOPS : رمز ${secrets.code} "\\"}&to=+212600000000\n@example.ma #${secrets.code}`,
}
const ofTheNumber = { number: 'undeliverable', unreachable: 'unreachable', 'opted-out': 'opted-out' } as const
/** Timers of Node end a little before or after the clock. */
const TIMERS_MS = 100

/** Limits, wait and mapping of failures, the same for every provider of SMS. */
export function smsSenderContract(kit: SmsKit): void {
  const { name, answers } = kit

  async function provider(
    t: TestContext,
    { delayMs, ...options }: Partial<CarrierOptions> & Pick<Faults, 'delayMs'> = {},
  ) {
    const state = { faults: [] as (Fault | undefined)[], requests: 0 }
    const next = () => {
      state.requests++
      return state.faults.shift()
    }
    const farEnd = await kit.start({ faults: next, delayMs })
    t.after(() => farEnd.close())
    const alarms: [string, boolean][] = []
    const alarm = (cause: string, on: boolean) => void alarms.push([cause, on])
    const sender = kit.sender({ url: farEnd.url, limits: usual, alarm, ...options })
    return Object.assign(state, { farEnd, alarms, send: (to = text.to) => sender.send({ ...text, to }) })
  }

  test('a text arrives as it is, once, whatever characters it has (W-18)', async t => {
    const { farEnd, send } = await provider(t)
    await send()
    assert.equal((await farEnd.next(text.to)).text, text.body)
    assert.equal(farEnd.taken(), 1)
  })

  for (const fault of Object.keys(answers) as (keyof typeof answers)[]) if (fault !== 'busy') meaning(fault)

  test('one number that is refused again and again raises no alarm: the cause must affect many members (REL-D5)', async t => {
    const far = await provider(t)
    far.faults = Array.from({ length: 20 }, () => answers.number)
    for (let n = 0; n < 20; n++) await assert.rejects(far.send(), Undeliverable)
    assert.deepEqual(far.alarms, [])
  })

  for (const fault of ['account', 'sender', 'limit'] as const)
    test(`one number that is refused again and again, ${fault}, pauses nothing for others (REL-D6)`, async t => {
      const far = await provider(t)
      far.faults = Array.from({ length: 6 }, () => answers[fault])
      for (let n = 0; n < 6; n++) assert.equal(await comesTo(far.send()), `${name}-paused`)
      await far.send('+212612345699')
      assert.equal(far.farEnd.taken(), 1)
    })

  describe('with time', { concurrency: true }, () => {
    meaning('busy')

    // Longer than two dozen refused calls take on a busy machine.
    const openMs = 2500
    for (const [answer, alarm] of kit.pausing)
      test(`an account or sender at fault (${alarm}) is not asked any more after three refusals, with an alarm, and is tried by one later (REL-D6)`, async t => {
        const far = await provider(t, {
          limits: {
            ...usual,
            breaker: DependencyLimits.parse({ twilio: { breaker: { calls: 1000, openMs } } }).twilio.breaker,
          },
        })
        far.faults = Array.from({ length: 4 }, () => answer)
        for (let n = 0; n < 24; n++) assert.equal(await comesTo(far.send(`+21261234560${n % 3}`)), `${name}-paused`)
        assert.equal(far.requests, 3)
        assert.deepEqual(far.alarms, [[alarm, true]])
        await sleep(openMs + TIMERS_MS)
        const both = await Promise.all([comesTo(far.send()), comesTo(far.send())])
        assert.deepEqual(both, [`${name}-paused`, `${name}-paused`])
        assert.equal(far.requests, 4, 'one trial, which failed')
        await sleep(openMs + TIMERS_MS)
        await far.send()
        await far.send()
        assert.deepEqual(far.alarms, [
          [alarm, true],
          [alarm, false],
        ])
      })

    test('too many requests twice, then room: one text', async t => {
      const far = await provider(t)
      far.faults = [answers.busy, { status: 429, body: 'slow down' }]
      await far.send()
      assert.equal(far.requests, 3)
      assert.equal(far.farEnd.taken(), 1)
    })

    test('a provider that gives no answer is an outage within its time limit, after one request', async t => {
      const far = await provider(t)
      far.faults = ['hang']
      const start = Date.now()
      assert.deepEqual(await failing(far.send()), { service: name, outcome: 'unknown' })
      // Without a limit of the call it would take a minute.
      assert.ok(Date.now() - start < 20_000)
      assert.equal(far.requests, 1)
    })

    test('a slow provider gives a text that waits for its turn no more time in all', async t => {
      let nth = 0
      const { callMs, breaker } = DependencyLimits.parse({
        twilio: { callMs: 5000, breaker: { concurrent: 1 } },
      }).twilio
      const far = await provider(t, { limits: { callMs, breaker }, delayMs: () => (nth++ ? 60_000 : 4000) })
      const first = far.send()
      const start = performance.now()
      assert.deepEqual(await failing(far.send()), { service: name, outcome: 'unknown' })
      // With a time of its own once it has its turn it would take nine seconds.
      assert.ok(performance.now() - start < 8500)
      await first
    })
  })

  for (const [what, fault, outcome] of [
    ['an internal error', { status: 500, body: 'oops' }, 'unknown'],
    ['a busy server', { status: 503, body: '' }, 'unknown'],
    ['a page of HTML', { status: 200, body: '<p>774727 +212699887766</p>' }, 'unknown'],
    ['an answer of five megabytes', { status: 200, body: `"${'x'.repeat(5_000_000)}"` }, 'unknown'],
    ['an answer that breaks off', { status: 200, cut: '{"status":' }, 'unknown'],
    ['a broken connection', 'reset', 'unknown'],
    ['a broken connection after it was sent', { afterwards: 'reset' }, 'unknown'],
    ['a redirect', { status: 307, headers: { Location: 'http://127.0.0.1:9/' } }, 'none'],
  ] satisfies [string, Fault, string][])
    test(`${what} is an outage, and the text is not sent again: sent ${outcome === 'none' ? 'certainly not' : 'perhaps'} (X-4)`, async t => {
      const far = await provider(t)
      far.faults = [fault]
      assert.deepEqual(await failing(far.send()), { service: name, outcome })
      assert.equal(far.requests, 1)
    })

  test('nothing listening has certainly sent nothing', async () => {
    const nowhere = kit.sender({ url: 'http://127.0.0.1:9', limits: usual })
    assert.deepEqual(await failing(nowhere.send(text)), { service: name, outcome: 'none' })
  })

  test('an open breaker pauses SMS at once, and nothing is sent', async t => {
    const { breaker } = DependencyLimits.parse({ twilio: { breaker: { calls: 2 } } }).twilio
    const far = await provider(t, { limits: { ...usual, breaker } })
    far.faults = [{ status: 500 }, { status: 500 }]
    for (const _ of [1, 2]) assert.deepEqual(await failing(far.send()), { service: name, outcome: 'unknown' })
    const startedAt = performance.now()
    assert.deepEqual(await failing(far.send()), { service: `${name}-paused`, outcome: 'none' })
    // A call that is made ends after five seconds.
    assert.ok(performance.now() - startedAt < 2000)
    assert.equal(far.requests, 2)
  })

  function meaning(fault: keyof typeof answers) {
    const answer = answers[fault]
    const ours = ['account', 'sender', 'limit', 'request'].includes(fault)
    const outcome = fault in ofTheNumber ? ofTheNumber[fault as 'number'] : ours ? `${name}-paused` : name
    test(`an answer that means ${fault} comes to ${outcome}, with an alarm within ten refusals (REL-D5, REL-D6)`, async t => {
      const far = await provider(t)
      const times = fault === 'busy' ? 3 : 10
      for (let n = 0; n < times; n++) {
        far.faults = Array.from({ length: 3 }, () => answer)
        assert.equal(await comesTo(far.send(`+21261234567${n}`)), outcome)
      }
      const alarm = fault === 'account' ? `${name}-account` : fault in ofTheNumber ? 'sms-one-cause' : `sms-${fault}`
      assert.deepEqual(far.alarms, [[alarm, true]])
      const asked = fault === 'busy' ? 9 : ['account', 'sender', 'limit'].includes(fault) ? 3 : 10
      assert.equal(far.requests, asked)
      assert.equal(far.farEnd.taken(), 0)
    })
  }
}

/** Sends, fails, and returns what the failure means. */
async function failing(sending: Promise<unknown>): Promise<Pick<Unavailable, 'service' | 'outcome'>> {
  const error = await sending.then(
    () => assert.fail('it was sent'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Unavailable && discreet(error))
  return { service: error.service, outcome: error.outcome }
}
