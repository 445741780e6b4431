import { setTimeout as sleep } from 'node:timers/promises'
import type { DependencyLimits } from '../../config/limits/dependencies.ts'
import { type NoneTaken, Unavailable, Undeliverable, type Via } from '../../ports/index.ts'
import { createCircuitBreaker } from '../breaker/circuit-breaker.ts'
import { NotCalled } from '../breaker/not-called.ts'
import type { CallOutcome, DependencyWatch } from '../breaker/observed.ts'
import { loggableError, unreached } from '../http.ts'
import type { CarrierFault } from './consequences.ts'
import { createCarrierFaults } from './faults.ts'

export interface CarrierOptions {
  name: 'twilio' | 'sms-gateway'
  limits: DependencyLimits['twilio']
  judge: (error: unknown) => Judgement
  watch?: DependencyWatch | undefined
  alarm?: ((name: string, on: boolean) => void) | undefined
}

export interface Judgement {
  fault: CarrierFault
  /** A code of the carrier, fit for the log. */
  code?: string | number | undefined
  /** The carrier answered, and certainly sent nothing. */
  refused: boolean
}

/** Throws `Undeliverable` if the number is at fault, `Unavailable('<name>-paused')` if no message can be sent now. */
export type CallCarrier = <T>(via: Via, to: string, run: (signal: AbortSignal) => Promise<T>) => Promise<T>

const RETRIES = 2
const PAUSE = { least: 0.1, most: 0.4 }

/** One account of a carrier; all requests share one breaker (REL-D5, REL-D6). */
export function createCallCarrier({ name, limits, judge, watch, alarm }: CarrierOptions): CallCarrier {
  const breaker = createCircuitBreaker({ name, limits: limits.breaker, watch })
  const faults = createCarrierFaults(name, limits.breaker.openMs, (cause, on) => alarm?.(cause, on))
  return async (via, to, run) => {
    try {
      faults.enter(via)
      const done = await whenProcessed(() => breaker(limits.callMs, run, outcomeOf))
      faults.succeeded(via)
      return done
    } catch (error) {
      if (error instanceof NotCalled) throw paused(error)
      const judgement = judge(error)
      faults.failed(judgement.fault, via, to, judgement.code)
      watch?.refused?.(name, judgement.fault, judgement.code)
      throw meaning(error, judgement)
    }
  }

  /** After a time-out or a 5xx a retry could send a second SMS (REL-D5), so only "too many requests" is retried. */
  async function whenProcessed<T>(call: () => Promise<T>, left = RETRIES): Promise<T> {
    try {
      return await call()
    } catch (error) {
      if (left === 0 || error instanceof NotCalled || judge(error).fault !== 'busy') throw error
      await sleep(limits.callMs * (PAUSE.least + Math.random() * (PAUSE.most - PAUSE.least)))
      return whenProcessed(call, left - 1)
    }
  }

  function outcomeOf(result: PromiseSettledResult<unknown>): CallOutcome {
    if (result.status === 'fulfilled') return 'ok'
    return judge(result.reason).refused ? 'refused' : 'failed'
  }

  function meaning(error: unknown, { fault, refused }: Judgement): Error {
    const cause = loggableError(error)
    const why = REFUSED[fault]
    if (why) return new Undeliverable('sms', { cause, why })
    if (OURS.includes(fault)) return paused(error)
    return new Unavailable(name, { cause, outcome: refused || unreached(cause) ? 'none' : 'unknown' })
  }

  function paused(error: unknown): Unavailable {
    return new Unavailable(`${name}-paused`, { cause: loggableError(error), outcome: 'none' })
  }
}

const REFUSED: Partial<Record<CarrierFault, NoneTaken>> = {
  number: 'undeliverable',
  unreachable: 'unreachable',
  'opted-out': 'opted-out',
}
const OURS: readonly CarrierFault[] = ['account', 'sender', 'limit', 'request']
