import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sharesOf } from '../../bench/profile/parts.ts'

const frame = (id: number, functionName: string, url: string, children: number[] = []) => ({
  id,
  callFrame: { functionName, url },
  children,
})

const nodes = [
  frame(1, '(root)', '', [2, 5, 6, 7]),
  frame(2, 'save', 'file:///w/src/adapters/sessions/session-store.ts', [3]),
  frame(3, 'sendCommand', 'file:///w/node_modules/ioredis/built/Redis.js', [4]),
  frame(4, 'writeUtf8String', ''),
  frame(5, '(idle)', ''),
  frame(6, '(garbage collector)', ''),
  frame(7, 'processTicksAndRejections', 'node:internal/process/task_queues'),
]

test('a sample counts for the nearest frame that a part names, and idle time for none', () => {
  const profile = { nodes, startTime: 0, samples: [4, 2, 5, 6, 7], timeDeltas: [40, 30, 900, 20, 10] }
  assert.deepEqual(sharesOf(profile, { from: 0, to: 1000 }), [
    ['Redis client and scripts', 0.4],
    ['session', 0.3],
    ['garbage collection on the event loop', 0.2],
    ['Node and what is in no other part', 0.1],
  ])
})

test('samples before and after the measured time do not count', () => {
  const profile = { nodes, startTime: 100, samples: [7, 4, 2, 6], timeDeltas: [10, 10, 30, 10] }
  assert.deepEqual(sharesOf(profile, { from: 115, to: 155 }), [
    ['session', 0.75],
    ['Redis client and scripts', 0.25],
  ])
})
