import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'

export type Alarm = (name: string, raised: boolean) => void

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
