import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { createNetworkBuckets } from '../../src/domain/networks/network-buckets.ts'
import { createSessionBudget } from '../../src/domain/sessions/session-budget.ts'

function budget(perIp = [[9, 60]]) {
  let time = 0
  const limits = Limits.parse({ session: { perIp, total: [[10, 600]], scarcePerIp: [[1, 600]] } })
  const alarms: boolean[] = []
  const admit = createSessionBudget(
    memoryLimiter(() => time),
    limits.session,
    createNetworkBuckets(limits),
    (_name, on) => void alarms.push(on),
    () => time,
  )
  const pass = (seconds: number) => {
    time += seconds * 1000
  }
  const open = (ip: string) => admit(ip, async () => {})
  return { open, alarms, pass }
}

const from = (n: number) => `203.0.113.${n}`

describe('the new sessions of the whole service', () => {
  test('raise an alarm at 80 %, wait at 100 % with the time, and open again (S-10)', async () => {
    const { open, alarms, pass } = budget()
    for (let n = 1; n <= 7; n++) assert.deepEqual(await open(from(n)), { allowed: true })
    assert.deepEqual(alarms, Array(7).fill(false))
    for (let n = 8; n <= 10; n++) assert.deepEqual(await open(from(n)), { allowed: true })
    assert.deepEqual(alarms.slice(7), [true, true, true])
    pass(100)
    assert.deepEqual(await open(from(11)), { allowed: false, retryAfterSeconds: 500, by: 'all-sessions' })
    pass(500)
    assert.deepEqual(await open(from(11)), { allowed: true })
    assert.equal(alarms.at(-1), false)
  })

  test('are kept, once 80 % are used up, for networks that have opened few (S-10)', async () => {
    const { open } = budget([[99, 60]])
    for (let n = 0; n < 8; n++) assert.deepEqual(await open(from(1)), { allowed: true })
    assert.deepEqual(await open(from(1)), { allowed: true }, 'the first that is counted as one of few')
    const refused = await open(from(1))
    assert.ok(!refused.allowed && refused.by === 'sessions')
    assert.deepEqual(await open(from(2)), { allowed: true })
  })
})

describe('the new sessions of one network', () => {
  test('wait by its own figure, whatever the service has left (S-10)', async () => {
    const { open, pass } = budget([[3, 60]])
    for (let n = 0; n < 3; n++) assert.deepEqual(await open(from(1)), { allowed: true })
    pass(20)
    assert.deepEqual(await open(from(1)), { allowed: false, retryAfterSeconds: 40, by: 'sessions' })
    assert.deepEqual(await open(from(2)), { allowed: true })
  })
})
