import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Raises or lowers an alarm by its name. */
export type Alarm = (name: string, raised: boolean) => void

/** What someone must look at: a gauge for the monitoring, and one line in the log at each change. */
export function alarms(metrics: Pick<Metrics, 'alarm'>, log: Logger): Alarm {
  const on = new Set<string>()
  return (name, raised) => {
    metrics.alarm(name, raised)
    if (raised === on.has(name)) return
    log.warn({ alarm: name, raised }, 'alarm')
    if (raised) on.add(name)
    else on.delete(name)
  }
}
