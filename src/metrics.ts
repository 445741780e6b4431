import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Channel } from './ports.ts'

/** What operators watch. Labels are words of ours alone: never a person, an address, a session or a path as typed (L-6). */
export interface Metrics {
  readonly register: Registry
  /** One request was answered; `route` is a name, see `web/route-name.ts`. */
  answered(method: string, route: string, status: number): void
  code(channel: Channel, fate: 'sent' | 'unsent' | 'verified' | 'failed'): void
  /** One line of the audit trail; both are words of closed lists. */
  securityEvent(event: string, reason?: string): void
  /** Raises or lowers an alarm by its name: someone must look. */
  alarm(name: string, on: boolean): void
}

/** Counters of one process, with Node's own beside them. */
export function createMetrics(): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const requests = counter('wizard_requests_total', 'Requests answered', ['method', 'route', 'status'])
  const codes = counter('wizard_codes_total', 'One-time codes by their fate', ['channel', 'fate'])
  const events = counter('wizard_security_events_total', 'Lines of the audit trail', ['event', 'reason'])
  const alarms = new Gauge({ name: 'wizard_alarm', help: '1 while someone must look', labelNames: ['name'], registers })
  return {
    register,
    answered: (method, route, status) => requests.inc({ method, route, status }),
    code: (channel, fate) => codes.inc({ channel, fate }),
    securityEvent: (event, reason = '') => events.inc({ event, reason }),
    alarm: (name, on) => alarms.set({ name }, on ? 1 : 0),
  }

  function counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers })
  }
}
