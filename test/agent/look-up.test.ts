import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { ExpiringMap } from '../../src/adapters/memory/expiring-map.ts'
import { createMemoryStore } from '../../src/adapters/memory/index.ts'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { referenceKey } from '../../src/adapters/sessions/session-keys.ts'
import { createLookUp } from '../../src/agent/follow/look-up.ts'
import { Limits } from '../../src/config/limits/index.ts'

const limits = Limits.parse({})
const OPENED = 'R-4821379'
const A_MINUTE = 60_000

let now = 0
let lookUp: ReturnType<typeof createLookUp>
const alarms = new Map<string, boolean>()
beforeEach(async () => {
  now = 1
  alarms.clear()
  const references = new ExpiringMap<string>(() => now)
  const { shared, followed } = createMemoryStore(limits, { now: () => now, references })
  references.set(referenceKey(OPENED), 'flow', 5400)
  await shared.open('flow', OPENED, { view: {}, happenings: [], seconds: 3600, at: 1 })
  lookUp = createLookUp({
    followed,
    limiter: memoryLimiter(() => now),
    limits: limits.assistance,
    nameOf: agent => agent,
    alarm: (name, raised) => void alarms.set(name, raised),
    now: () => now,
  })
})

async function miss(agent: string, times: number): Promise<string[]> {
  const kinds = []
  for (let n = 0; n < times; n += 1) kinds.push((await lookUp(agent, `R-${5_000_000 + n}`)).kind)
  return kinds
}

describe('look-ups of an agent', () => {
  test('are refused for ten minutes after five wrong ones, and for the day after twenty (AG-1)', async () => {
    for (let round = 0; round < 4; round += 1) {
      assert.deepEqual(await miss('amal', 6), [...Array(5).fill('unknown'), 'limited'])
      now += 11 * A_MINUTE
    }
    assert.deepEqual(await lookUp('amal', OPENED), { kind: 'limited', seconds: 86_400 - 44 * 60 })
    now += 24 * 60 * A_MINUTE
    assert.equal((await lookUp('amal', 'R-5000000')).kind, 'unknown')
  })

  test('raise an alarm at twenty wrong ones in a day, which lasts an hour (AG-6)', async () => {
    for (let round = 0; round < 3; round += 1) {
      await miss('amal', 5)
      now += 11 * A_MINUTE
    }
    await miss('amal', 4)
    assert.notEqual(alarms.get('agent-misses'), true)
    await miss('amal', 1)
    assert.equal(alarms.get('agent-misses'), true)
    now += 30 * A_MINUTE
    await lookUp('samir', OPENED)
    assert.equal(alarms.get('agent-misses'), true)
    now += 31 * A_MINUTE
    await lookUp('samir', OPENED)
    assert.equal(alarms.get('agent-misses'), false)
  })

  test('raise an alarm above thirty in an hour, right ones too (AG-6)', async () => {
    for (let n = 0; n < 30; n += 1) assert.equal((await lookUp('amal', OPENED)).kind, 'found')
    await lookUp('samir', OPENED)
    assert.notEqual(alarms.get('agent-lookups'), true)
    assert.equal((await lookUp('amal', OPENED)).kind, 'found', 'an alarm refuses nobody')
    assert.equal(alarms.get('agent-lookups'), true)
  })

  test('say whether another agent followed until now', async () => {
    const first = await lookUp('amal', OPENED)
    assert.ok(first.kind === 'found' && !first.instead)
    const again = await lookUp('amal', OPENED)
    assert.ok(again.kind === 'found' && !again.instead)
    const second = await lookUp('samir', OPENED)
    assert.ok(second.kind === 'found' && second.instead)
  })
})
