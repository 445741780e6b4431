import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryOutbox } from '../../src/adapters/memory/outbox.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { createOutboxJobs } from '../../src/domain/activation/outbox-jobs.ts'
import { startOutboxWorker } from '../../src/domain/activation/outbox-worker.ts'
import type { Logger } from '../../src/observability/log.ts'
import { outboxReports } from '../../src/observability/outbox-reports.ts'
import { type Courier, type MemberRegistry, Undeliverable } from '../../src/ports/index.ts'
import { until } from '../support/until.ts'

const notice = { id: 'id', destination: '+212612345678', mode: 'fr' } as const

test('the log says why a job was given up: its reason, or the error', async () => {
  const refused = new Undeliverable('email')
  const limits = Limits.parse({ outbox: { pollMs: 50 } })
  const memory = memoryOutbox(limits.outbox)
  await memory.finish('flow', { kind: 'already-active' }, [
    { ...notice, kind: 'email' },
    { ...notice, kind: 'sms' },
  ])
  const lines: object[] = []
  const outbox = {
    ...memory,
    claim: async (most: number) => (await memory.claim(most)).map(job => ({ ...job, doubtful: true })),
  }
  const log = { error: (line: object) => lines.push(line) } as Partial<Logger> as Logger
  const reports = outboxReports(
    log,
    () => {},
    { outbox() {} },
    () => {},
  )
  const perform = createOutboxJobs({
    outbox,
    registry: {} as MemberRegistry,
    courier: { unfinished: () => Promise.reject(refused) } as Partial<Courier> as Courier,
    ...reports,
  })
  const worker = startOutboxWorker({ outbox, perform, pollMs: limits.outbox.pollMs, ...reports })
  await until('both are logged', () => lines.length === 2)
  await worker.stop()
  assert.deepEqual(
    lines.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    [
      { job: 'email', err: refused },
      { job: 'sms', reason: 'doubtful' },
    ],
  )
})
