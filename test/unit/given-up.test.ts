import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryOutbox } from '../../src/adapters/memory/outbox.ts'
import { Limits } from '../../src/config/limits/index.ts'
import type { Logger } from '../../src/observability/log.ts'
import { Undeliverable } from '../../src/ports/index.ts'
import { type OutboxWorkerOptions, workOnOutbox } from '../../src/server/outbox.ts'
import { until } from '../support/until.ts'

const notice = { id: 'id', destination: '+212612345678', mode: 'fr' } as const

test('operators read why a job was given up: the word for it, or what was thrown', async () => {
  const refused = new Undeliverable('email')
  const limits = Limits.parse({ outbox: { pollMs: 50 } })
  const memory = memoryOutbox(limits.outbox)
  await memory.finish('flow', { kind: 'already-active' }, [
    { ...notice, kind: 'email' },
    { ...notice, kind: 'sms' },
  ])
  const lines: object[] = []
  const worker = workOnOutbox({
    limits,
    outbox: { ...memory, claim: async most => (await memory.claim(most)).map(job => ({ ...job, doubtful: true })) },
    courier: { unfinished: () => Promise.reject(refused) } as Partial<OutboxWorkerOptions['courier']>,
    metrics: { outbox() {} },
    alarm() {},
    log: { error: (line: object) => lines.push(line) } as Partial<Logger>,
    registry: {} as OutboxWorkerOptions['registry'],
    audit() {},
  } as OutboxWorkerOptions)
  await until('both are told', () => lines.length === 2)
  await worker.stop()
  assert.deepEqual(
    lines.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    [
      { job: 'email', err: refused },
      { job: 'sms', reason: 'doubtful' },
    ],
  )
})
