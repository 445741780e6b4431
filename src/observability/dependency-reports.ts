import type { Alarm } from './alarms.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Counts calls, breaker states and refusals. An open breaker refuses members, so it raises an alarm (REL-D6). */
export function dependencyReports(
  metrics: Pick<Metrics, 'dependency' | 'breaker' | 'refusal'>,
  alarm: Alarm,
  log: Pick<Logger, 'info'>,
) {
  return {
    dependency: metrics.dependency,
    breaker(...[name, state]: Parameters<Metrics['breaker']>) {
      metrics.breaker(name, state)
      alarm(`${name}-down`, state !== 'closed')
    },
    refused(service: string, fault: string, code: unknown) {
      metrics.refusal(service, fault)
      log.info({ service, fault, code }, 'refused')
    },
  }
}

/** Reports what the stores find out about Redis. */
export const redisReports = (
  metrics: Pick<Metrics, 'dependency'>,
  log: Pick<Logger, 'error' | 'warn'>,
  alarm: Alarm,
) => ({
  error: (err: Error) => log.error({ err }, 'redis'),
  alarm,
  checked: (outcome: 'ok' | 'failed', seconds: number) => metrics.dependency('redis', outcome, seconds),
  note: (text: string) => log.warn(text),
})
