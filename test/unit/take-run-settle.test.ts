import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PlainAct } from '../../src/adapters/memory/act.ts'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { issueRunSettle } from '../../src/domain/codes/issue-run-settle.ts'
import { takeRunSettle } from '../../src/domain/take-run-settle.ts'
import {
  type Bucket,
  type CodeLedger,
  type Issue,
  type Limiter,
  type Settling,
  Unavailable,
} from '../../src/ports/index.ts'

const two: Bucket = { key: 'two', windows: [[2, 60]] }
const down = new Unavailable('redis')

function world(broken: Partial<Record<'take' | 'settle', true>> = {}) {
  const limiter = memoryLimiter(() => 0)
  const breakable: Limiter = {
    ...limiter,
    async take(buckets) {
      if (broken.take) throw down
      const taken = await limiter.take(buckets)
      if (!taken.allowed || !broken.settle) return taken
      return { ...taken, settle: () => Promise.reject(down) }
    },
  }
  return {
    run: <Result>(run: () => Promise<Result>, settling?: Settling) =>
      takeRunSettle(breakable, [two], run, () => settling),
    async used() {
      const taken = await limiter.take([{ ...two, soft: true }])
      assert.ok(taken.allowed)
      await taken.settle({})
      return taken.used[0]![0]! - 1
    },
  }
}

describe('what takes, runs and settles', () => {
  test('counts while it runs, so that a third at the same time is refused', async () => {
    const { run } = world()
    const waiting = Promise.withResolvers<string>()
    const first = run(() => waiting.promise, {})
    const second = run(() => waiting.promise, {})
    const third = await run(async () => 'run')
    waiting.resolve('run')
    assert.deepEqual(third, { allowed: false, key: 'two', retryAfterSeconds: 10, unsettled: true })
    assert.deepEqual(await Promise.all([first, second]), Array(2).fill({ allowed: true, result: 'run' }))
  })

  test('keeps what was judged, and gives back the rest', async () => {
    const { run, used } = world()
    await run(async () => 'wrong', { keep: ['two'] })
    assert.equal(await used(), 1)
    await run(async () => 'right', {})
    assert.equal(await used(), 1)
  })

  test('gives all back if the run throws, and rethrows (OTP-17)', async () => {
    const { run, used } = world()
    const error = new Error('unforeseen')
    await assert.rejects(
      run(() => Promise.reject(error), { keep: ['two'] }),
      error,
    )
    assert.equal(await used(), 0)
    const both = [run(async () => 'run', {}), run(async () => 'run', {})]
    assert.deepEqual(await Promise.all(both), Array(2).fill({ allowed: true, result: 'run' }), 'both places are free')
  })

  test('does not run if the limiter does not answer', async () => {
    const { run } = world({ take: true })
    let ran = false
    await assert.rejects(
      run(async () => {
        ran = true
      }),
      down,
    )
    assert.equal(ran, false)
  })

  test('returns no result whose count cannot be kept, except one that is to be forgotten', async () => {
    const { run } = world({ settle: true })
    await assert.rejects(
      run(async () => 'wrong', { keep: ['two'] }),
      down,
    )
    assert.deepEqual(await run(async () => 'right', { clear: ['two'] }), { allowed: true, result: 'right' })
    await assert.rejects(
      world({ settle: true }).run(() => Promise.reject(new Error('its own'))),
      /its own/,
    )
  })
})

describe('what issues a code, runs and settles', () => {
  const pending = { kind: 'wait', seconds: 120, same: true, unsettled: true } as const
  const judgeIssue = ({ kind }: Issue) => (kind === 'issued' ? 'right' : 'none')
  const asking = (replies: Issue[]) => {
    const ledger = {
      issuing: () => new PlainAct(async () => replies.shift() ?? pending, judgeIssue),
      keeping: () =>
        new PlainAct(
          async () => true,
          () => 'right',
        ),
      withdraw: async () => {},
    } as unknown as CodeLedger
    const slot = { flow: 'f', channel: 'email' } as const
    return issueRunSettle(
      ledger,
      slot,
      { destination: 'd', mac: 'm' },
      async issuing => (judgeIssue(await issuing.run()) === 'right' ? 'sent' : undefined),
      () => true,
    )
  }

  test('treats no code as sent before it is kept: it waits for that (OTP-17, F16)', async () => {
    assert.equal(await asking([pending, { kind: 'issued' }]), 'sent')
    const { unsettled: _, ...sent } = pending
    assert.deepEqual(await asking([pending, pending, sent]), sent)
    await assert.rejects(asking([]), { name: 'Unavailable', outcome: 'none', retryAfterSeconds: 10 })
  })
})
