import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DependencyLimits } from '../../src/config/limits/dependencies.ts'

describe('time limits and breakers of dependencies', () => {
  test('are those of REL-D1, D3, D4 and D5, unless configured otherwise', () => {
    const breaker = {
      failedPercent: 50,
      calls: 20,
      windowMs: 30_000,
      openMs: 15_000,
      trials: 3,
      concurrent: 50,
      waiting: 10,
    }
    assert.deepEqual(DependencyLimits.parse({}), {
      memberApi: { callMs: 3000, questionMs: 5000, breaker },
      twilio: { callMs: 5000, breaker },
      smtp: { mailMs: 20_000, silenceMs: 10_000, pauseMs: 15_000 },
    })
  })

  for (const [what, limits] of [
    ['a member-data API that nobody waits for', { memberApi: { callMs: 99 } }],
    ['a member-data API that is waited for beyond ten seconds', { memberApi: { callMs: 10_001 } }],
    ['a question beyond twenty seconds', { memberApi: { questionMs: 20_001 } }],
    ['a Twilio that is waited for beyond ten seconds', { twilio: { callMs: 10_001 } }],
    ['a gateway that is waited for beyond ten seconds', { smsGateway: { callMs: 10_001 } }],
    ['a mail server that is waited for beyond a minute', { smtp: { mailMs: 60_001 } }],
    ['a breaker that one failure opens', { memberApi: { breaker: { calls: 1 } } }],
    ['a breaker that nothing opens', { twilio: { breaker: { failedPercent: 100 } } }],
    ['a breaker that stays open beyond five minutes', { memberApi: { breaker: { openMs: 300_001 } } }],
    ['a breaker without a trial', { memberApi: { breaker: { trials: 0 } } }],
    ['no room for a call', { memberApi: { breaker: { concurrent: 0 } } }],
  ] as const)
    test(`${what} stops the start (X-2)`, () => assert.equal(DependencyLimits.safeParse(limits).success, false))
})
