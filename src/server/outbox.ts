import type { Config } from '../config/index.ts'
import { outboxJobs } from '../domain/activation/outbox-jobs.ts'
import { startOutboxWorker } from '../domain/activation/outbox-worker.ts'
import type { AuditTrail } from '../observability/audit.ts'
import type { Logger } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Courier, MemberRegistry, Outbox } from '../ports/index.ts'

export interface OutboxWorkerOptions {
  limits: Config['limits']
  outbox: Outbox
  registry: MemberRegistry
  courier: Courier
  audit: AuditTrail
  metrics: Pick<Metrics, 'outbox'>
  alarm(name: string, raised: boolean): void
  log: Logger
}

/** Starts this instance's worker on the shared outbox, and reports its depth and age as metrics. */
export function workOnOutbox({ limits, outbox, registry, courier, audit, metrics, alarm, log }: OutboxWorkerOptions) {
  return startOutboxWorker({
    outbox,
    pollMs: limits.outbox.pollMs,
    perform: outboxJobs({
      outbox,
      registry,
      courier,
      onFinished(flow, { kind }) {
        log.info({ settled: kind }, 'activation settled')
        if (kind === 'done') audit('user_created', { flow })
      },
      onAbandoned: (job, why) =>
        log.error({ job, ...(typeof why === 'string' ? { reason: why } : { err: why }) }, 'outbox job abandoned'),
    }),
    onState({ depth, oldestSeconds, stuck }) {
      metrics.outbox(depth, oldestSeconds)
      alarm('outbox-stuck', stuck)
    },
    onError: err => log.error({ err }, 'outbox'),
  })
}
