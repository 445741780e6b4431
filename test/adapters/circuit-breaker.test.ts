import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCircuitBreaker } from '../../src/adapters/breaker/circuit-breaker.ts'
import { NotCalled } from '../../src/adapters/breaker/not-called.ts'
import type { CallOutcome } from '../../src/adapters/breaker/observed.ts'
import { DependencyLimits } from '../../src/config/limits/dependencies.ts'

const OPEN_MS = 100

/** A guarded service that is up or down as set, and what was reported to its watch. */
function guarded(more = {}) {
  const limits = DependencyLimits.parse({
    memberApi: { breaker: { calls: 4, windowMs: 1000, openMs: OPEN_MS, ...more } },
  }).memberApi.breaker
  const reported: string[] = []
  const watch = {
    dependency: (name: string, outcome: CallOutcome) => void reported.push(`${name} ${outcome}`),
    breaker: (name: string, state: string) => void reported.push(`${name} ${state}`),
  }
  const world = { outcome: 'ok' as CallOutcome, asked: 0 }
  const run = createCircuitBreaker({ name: 'it', limits, watch })
  const ask = (afterMs = 0, callMs = 1000) => {
    const { outcome } = world
    return run(
      callMs,
      async signal => {
        world.asked++
        if (afterMs) await sleep(afterMs, undefined, { signal })
        if (outcome === 'failed') throw new Error('down')
        return outcome
      },
      () => outcome,
    )
  }
  /** One after the other, whatever the outcome of each. */
  const askTimes = async (times: number) => {
    for (let n = 0; n < times; n++) await Promise.allSettled([ask()])
  }
  return { world, reported, ask, askTimes }
}

const open = (error: unknown) => error instanceof NotCalled && error.code === 'ERR_BREAKER_OPEN'
const busy = (error: unknown) => error instanceof NotCalled && error.code === 'ERR_BUSY'

describe('a service behind us (REL-D3)', () => {
  test('is not called any more once half of the calls failed, and callers are refused at once', async () => {
    const { world, reported, ask, askTimes } = guarded()
    await askTimes(2)
    world.outcome = 'failed'
    await askTimes(2)
    await assert.rejects(ask(), open)
    assert.equal(world.asked, 4)
    assert.deepEqual(reported, ['it closed', 'it ok', 'it ok', 'it failed', 'it failed', 'it open'])
  })

  test('is still called while too few calls were made to judge it', async () => {
    const { world, askTimes } = guarded()
    world.outcome = 'failed'
    await askTimes(3)
    assert.equal(world.asked, 3)
  })

  test('is still called while more than half of its answers are good', async () => {
    const { world, askTimes } = guarded()
    await askTimes(6)
    world.outcome = 'failed'
    await askTimes(5)
    assert.equal(world.asked, 11)
  })

  test('stays closed for answers of no', async () => {
    const { world, askTimes } = guarded()
    world.outcome = 'refused'
    await askTimes(20)
    assert.equal(world.asked, 20)
  })

  test('stays closed after failures of long ago', async () => {
    const { world, ask, askTimes } = guarded({ windowMs: 1000 })
    world.outcome = 'failed'
    await askTimes(3)
    await sleep(1050)
    await assert.rejects(ask(), { message: 'down' })
    await assert.rejects(ask(), { message: 'down' })
  })

  test('that has recovered is called by three at first, then by everyone', async () => {
    const { world, reported, ask, askTimes } = guarded()
    world.outcome = 'failed'
    await askTimes(4)
    await sleep(OPEN_MS + 10)
    world.outcome = 'ok'
    const trials = [ask(1000), ask(1000), ask(1000)]
    const startedAt = performance.now()
    await assert.rejects(ask(), open)
    assert.ok(performance.now() - startedAt < 800, 'nobody waits for the trials of others')
    await Promise.all(trials)
    assert.deepEqual(reported.slice(4), [
      'it failed',
      'it open',
      'it half-open',
      'it ok',
      'it ok',
      'it ok',
      'it closed',
    ])

    world.outcome = 'failed'
    await assert.rejects(ask(), { message: 'down' })
    world.outcome = 'ok'
    await ask()
  })

  test('that fails a trial is not called again', async () => {
    const { world, ask, askTimes } = guarded()
    world.outcome = 'failed'
    await askTimes(4)
    await sleep(OPEN_MS + 10)
    await assert.rejects(ask(), { message: 'down' })
    await assert.rejects(ask(), open)
    assert.equal(world.asked, 5)
  })

  test('is not closed by trials that found no room', async () => {
    const { world, reported, ask, askTimes } = guarded({ concurrent: 2, waiting: 0 })
    const slow = ask(300)
    world.outcome = 'failed'
    await askTimes(4)
    await sleep(OPEN_MS + 10)
    world.outcome = 'ok'
    const trial = ask(50)
    await assert.rejects(ask(), busy)
    await assert.rejects(ask(), open)
    await Promise.all([trial, slow])
    assert.deepEqual(
      reported.filter(line => !/ok|failed/.test(line)),
      ['it closed', 'it open', 'it half-open', 'it open'],
    )
  })

  test('never gets more calls at a time than agreed: a few wait, the others are refused at once', async () => {
    const { world, ask } = guarded({ concurrent: 2, waiting: 1 })
    const held = [ask(50), ask(50), ask(50)]
    await assert.rejects(ask(), busy)
    assert.equal(world.asked, 2)
    await Promise.all(held)
    assert.equal(world.asked, 3)
  })

  test('is not called for someone whose time limit passed while waiting', async () => {
    const { world, ask } = guarded({ concurrent: 1, waiting: 1 })
    const [first, second] = await Promise.allSettled([ask(5000, 200), ask(0, 100)])
    assert.equal(first.status, 'rejected')
    assert.ok(second.status === 'rejected' && busy(second.reason))
    assert.equal(world.asked, 1)
  })
})
