import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Request, Response } from 'express'
import type { Limits } from '../../src/config/limits/index.ts'
import { createMetrics } from '../../src/observability/metrics.ts'
import { shedLoad } from '../../src/web/middleware/load-shedding.ts'

describe('what operators read', () => {
  test('a limit in the audit trail is counted by its name, other lines are not', async () => {
    const metrics = createMetrics()
    metrics.securityEvent('excess_rate_limit_exceeded', 'sends')
    metrics.securityEvent('authn_login_lock', 'closed')
    metrics.securityEvent('authn_login_fail', 'wrong')
    metrics.limited('overload')
    const { values } = await metrics.register.getSingleMetric('wizard_limited_total')!.get()
    assert.deepEqual(
      values.map(({ labels, value }) => [labels['by'], value]),
      [
        ['sends', 1],
        ['closed', 1],
        ['overload', 1],
      ],
    )
  })

  test('codes of which none was ever typed in are counted as none, so that the share of those has a figure', async () => {
    const metrics = createMetrics()
    metrics.code('sms', 'sent')
    const output = await metrics.register.metrics()
    assert.match(output, /^wizard_codes_total\{channel="sms",fate="sent"\} 1$/m)
    assert.match(output, /^wizard_codes_total\{channel="sms",fate="verified"\} 0$/m)
  })

  test('the state of a breaker is the last one reported', async () => {
    const metrics = createMetrics()
    for (const state of ['closed', 'open', 'half-open'] as const) metrics.breaker('twilio', state)
    assert.match(await metrics.register.metrics(), /^wizard_breaker_state\{name="twilio"\} 1$/m)
  })

  test('the queue of passwords is read when the metrics are read', async () => {
    const metrics = createMetrics()
    let waiting = 0
    metrics.hashQueue(() => waiting)
    waiting = 7
    assert.match(await metrics.register.metrics(), /^wizard_hash_queue 7$/m)
  })

  test('each request that a busy process turns away is counted', () => {
    let refused = 0
    let late = 0
    const limits = { eventLoopDelayMs: 100, pageDelayMs: 100, formDelayMs: 100 } as Limits['server']
    const guard = shedLoad(limits, { ms: () => late }, false, () => refused++)
    const passes: boolean[] = []
    const request = () => guard({ headers: {}, path: '/' } as Request, {} as Response, error => passes.push(!error))
    request()
    late = 101
    request()
    request()
    assert.deepEqual([passes, refused], [[true, false, false], 2])
  })
})
