import { setTimeout as sleep } from 'node:timers/promises'
import type { Twilio } from 'twilio'
import type { DependencyLimits } from '../../config/limits/dependencies.ts'
import { type NoneTaken, Unavailable, Undeliverable, type Via } from '../../ports/index.ts'
import { createCircuitBreaker } from '../breaker/circuit-breaker.ts'
import { NotCalled } from '../breaker/not-called.ts'
import type { CallOutcome, DependencyWatch } from '../breaker/observed.ts'
import { loggableError, unreached } from '../http.ts'
import { createTwilioClient } from './client.ts'
import { type TwilioFault, twilioFault } from './codes.ts'
import { createTwilioFaults } from './faults.ts'

export interface TwilioAccount {
  apiUrl: string
  accountSid: string
  authToken: string
  limits: DependencyLimits['twilio']
  watch?: DependencyWatch | undefined
  alarm?: ((name: string, on: boolean) => void) | undefined
}

/** Throws `Undeliverable` if the number is at fault, `Unavailable('twilio-paused')` if no message can be sent now. */
export type CallTwilio = <T>(via: Via, to: string, run: (client: Twilio) => Promise<T>) => Promise<T>

const RETRIES = 2
const PAUSE = { least: 0.1, most: 0.4 }

/** One Twilio account; all requests share one breaker (REL-D5, REL-D6). */
export function createCallTwilio({ limits, watch, alarm, ...account }: TwilioAccount): CallTwilio {
  const breaker = createCircuitBreaker({ name: 'twilio', limits: limits.breaker, watch })
  const faults = createTwilioFaults(limits.breaker.openMs, (name, on) => alarm?.(name, on))
  const runUntil = createTwilioClient(account)
  return async (via, to, run) => {
    try {
      faults.enter(via)
      const call = () => breaker(limits.callMs, signal => runUntil(signal, run), outcomeOf)
      const done = await whenProcessed(call, limits.callMs)
      faults.succeeded(via)
      return done
    } catch (error) {
      if (error instanceof NotCalled) throw meaning(error)
      const fault = twilioFault(loggableError(error))
      faults.failed(fault, via, to, loggableError(error).code)
      watch?.refused?.('twilio', fault, loggableError(error).code)
      throw meaning(error, fault)
    }
  }
}

/** After a time-out or a 5xx a retry could send a second SMS (REL-D5), so only "too many requests" is retried. */
async function whenProcessed<T>(call: () => Promise<T>, callMs: number, left = RETRIES): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (left === 0 || error instanceof NotCalled || twilioFault(loggableError(error)) !== 'busy') throw error
    await sleep(callMs * (PAUSE.least + Math.random() * (PAUSE.most - PAUSE.least)))
    return whenProcessed(call, callMs, left - 1)
  }
}

function outcomeOf(result: PromiseSettledResult<unknown>): CallOutcome {
  if (result.status === 'fulfilled') return 'ok'
  return answered(result.reason) ? 'refused' : 'failed'
}

const REFUSED: Partial<Record<TwilioFault, NoneTaken>> = {
  number: 'undeliverable',
  unreachable: 'unreachable',
  'opted-out': 'opted-out',
}
const OURS: readonly TwilioFault[] = ['account', 'sender', 'limit', 'request']

function meaning(error: unknown, fault?: TwilioFault): Error {
  const cause = loggableError(error)
  const why = fault && REFUSED[fault]
  if (why) return new Undeliverable('sms', { cause, why })
  if (!fault || OURS.includes(fault)) return new Unavailable('twilio-paused', { cause, outcome: 'none' })
  const nothingDone = answered(error) || unreached(cause)
  return new Unavailable('twilio', { cause, outcome: nothingDone ? 'none' : 'unknown' })
}

/** Twilio refused; after a 2xx or 5xx the request may have been done. */
function answered(error: unknown): boolean {
  const { status = 0 } = loggableError(error)
  return status >= 300 && status < 500
}
