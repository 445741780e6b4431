import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Channel, Fate, Via } from '../ports/index.ts'
import { WRAP_UPS, type WrapUp } from './audit.ts'

/** Metrics for operators. Labels are from closed lists: never a person, an address, a session or a typed path (L-6). */
export interface Metrics {
  readonly register: Registry
  answered(method: string, route: string, status: number, seconds: number): void
  step(step: string, move: 'entered' | 'left' | 'refused', reason?: string): void
  code(channel: Channel, fate: 'sent' | 'unsent' | 'verified' | 'failed'): void
  delivery(via: Via, fate: Fate | 'sent' | 'unsent'): void
  dependency(name: string, outcome: 'ok' | 'refused' | 'failed', seconds: number): void
  /** A dependency refused a call or lost a message; `fault` says whose fault it was (docs/operations.md). */
  refusal(name: string, fault: string): void
  breaker(name: string, state: 'closed' | 'half-open' | 'open'): void
  ready(on: boolean): void
  /** A limit refused a request; `by` is its name. Limits in the audit trail are counted there. */
  limited(by: string): void
  unreadAddress(): void
  outbox(depth: number, oldestSeconds: number): void
  hashQueue(length: () => number): void
  securityEvent(event: string, reason?: string): void
  alarm(name: string, on: boolean): void
  /** A member has an account by this journey; `assisted` if they had opened it to an agent. */
  finished(seconds: number, assisted: boolean): void
  /** A call of an agent ended: how long its page was followed, and what it came to, in a word. */
  handled(seconds: number): void
  wrapUp(word: WrapUp): void
}

const REQUEST_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10]
const CALL_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16]
const CALL_MINUTES = [1, 2, 3, 5, 7, 10, 15, 20, 30, 60].map(minutes => minutes * 60)
/** Audit events that mean a limit refused; their reason names it. */
const LIMIT_EVENTS = new Set(['excess_rate_limit_exceeded', 'authn_login_lock', 'authn_login_fail_max'])
const BREAKER_STATES = { closed: 0, 'half-open': 1, open: 2 }

export function createMetrics(): Metrics {
  const register = new Registry()
  const registers = [register]
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers })
  const gauge = (name: string, help: string, labelNames: string[]) => new Gauge({ name, help, labelNames, registers })
  const histogram = (name: string, help: string, labelNames: string[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers })
  collectDefaultMetrics({ register })
  const requests = counter('wizard_requests_total', 'Requests answered', ['method', 'route', 'status'])
  const durations = histogram('wizard_request_seconds', 'Time to answer a request', ['route'], REQUEST_BUCKETS)
  const steps = counter('wizard_steps_total', 'Steps entered, left and refused', ['step', 'move', 'reason'])
  const codes = counter('wizard_codes_total', 'One-time codes by their fate', ['channel', 'fate'])
  const deliveries = counter('wizard_deliveries_total', 'Codes to phones by way and fate', ['via', 'fate'])
  const calls = histogram('wizard_dependency_seconds', 'Calls of what lies behind', ['name', 'outcome'], CALL_BUCKETS)
  const refusals = counter('wizard_refusals_total', 'Refusals by whose fault they are', ['name', 'fault'])
  // Alert rules need the series to exist before the first event.
  for (const fate of ['sent', 'verified']) for (const channel of ['email', 'sms']) codes.inc({ channel, fate }, 0)
  for (const name of ['member-api', 'smtp', 'twilio', 'sms-gateway']) refusals.inc({ name, fault: 'account' }, 0)
  const breakers = gauge('wizard_breaker_state', '0 closed, 1 half-open, 2 open', ['name'])
  const readiness = gauge('wizard_ready', '1 if members may be sent here', [])
  const limits = counter('wizard_limited_total', 'Attempts turned away by a limit', ['by'])
  const unread = counter('wizard_unread_addresses_total', 'Requests whose client address cannot be read', [])
  const outboxDepth = gauge('wizard_outbox_jobs', 'Jobs that wait in the outbox', [])
  const outboxAge = gauge('wizard_outbox_oldest_seconds', 'Age of the oldest job of the outbox', [])
  const events = counter('wizard_security_events_total', 'Lines of the audit trail', ['event', 'reason'])
  const alarms = gauge('wizard_alarm', '1 while someone must look', ['name'])
  const journeys = histogram('wizard_journey_seconds', 'From the terms to the account', ['assisted'], CALL_MINUTES)
  const handling = histogram('wizard_handling_seconds', 'How long agents followed a caller', [], CALL_MINUTES)
  const wrapUps = counter('wizard_wrap_ups_total', 'Ends of calls in a word of the agent', ['word'])
  for (const word of WRAP_UPS) wrapUps.inc({ word }, 0)
  return {
    register,
    answered(method, route, status, seconds) {
      requests.inc({ method, route, status })
      durations.observe({ route }, seconds)
    },
    step: (step, move, reason = '') => steps.inc({ step, move, reason }),
    code: (channel, fate) => codes.inc({ channel, fate }),
    delivery: (via, fate) => deliveries.inc({ via, fate }),
    dependency: (name, outcome, seconds) => calls.observe({ name, outcome }, seconds),
    refusal: (name, fault) => refusals.inc({ name, fault }),
    breaker: (name, state) => breakers.set({ name }, BREAKER_STATES[state]),
    ready: on => readiness.set(on ? 1 : 0),
    limited: by => limits.inc({ by }),
    unreadAddress: () => unread.inc(),
    outbox(depth, oldestSeconds) {
      outboxDepth.set(depth)
      outboxAge.set(oldestSeconds)
    },
    hashQueue(length) {
      new Gauge({
        name: 'wizard_hash_queue',
        help: 'Password hashes that wait for their turn',
        registers,
        collect() {
          this.set(length())
        },
      })
    },
    securityEvent(event, reason = '') {
      events.inc({ event, reason })
      if (LIMIT_EVENTS.has(event)) limits.inc({ by: reason })
    },
    finished: (seconds, assisted) => journeys.observe({ assisted: assisted ? 'yes' : 'no' }, seconds),
    handled: seconds => handling.observe(seconds),
    wrapUp: word => wrapUps.inc({ word }),
    alarm: (name, on) => alarms.set({ name }, on ? 1 : 0),
  }
}
