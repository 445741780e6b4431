import type { ActivationEnd, OutboxState } from '../ports/index.ts'
import type { Alarm } from './alarms.ts'
import type { AuditTrail } from './audit.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'

export function outboxReports(
  log: Pick<Logger, 'info' | 'error'>,
  audit: AuditTrail,
  metrics: Pick<Metrics, 'outbox'>,
  alarm: Alarm,
) {
  return {
    onFinished(flow: string, { kind }: ActivationEnd) {
      log.info({ settled: kind }, 'activation settled')
      if (kind === 'done') audit('user_created', { flow })
    },
    onAbandoned(job: string, why: unknown) {
      log.error({ job, ...(typeof why === 'string' ? { reason: why } : { err: why }) }, 'outbox job abandoned')
    },
    onState({ depth, oldestSeconds, stuck }: OutboxState) {
      metrics.outbox(depth, oldestSeconds)
      alarm('outbox-stuck', stuck)
    },
    onError: (err: unknown) => log.error({ err }, 'outbox'),
  }
}
