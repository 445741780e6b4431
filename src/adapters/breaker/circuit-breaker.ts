import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  circuitBreaker,
  handleWhenResult,
  TaskCancelledError,
} from 'cockatiel'
import type { DependencyLimits } from '../../config/limits/dependencies.ts'
import { withinTime } from '../time-limit.ts'
import { createFailureRate } from './failure-rate.ts'
import { NotCalled } from './not-called.ts'
import { type CallOutcome, type DependencyWatch, observed } from './observed.ts'

export interface CircuitBreakerOptions {
  name: string
  limits: DependencyLimits['memberApi']['breaker']
  watch?: DependencyWatch | undefined
}

/** Runs `call` within `callMs` or throws `NotCalled`; results that `judge` calls `failed` open the breaker. */
export type CircuitBreaker = <T>(
  callMs: number,
  call: (signal: AbortSignal) => Promise<T>,
  judge: (result: PromiseSettledResult<T>) => CallOutcome,
) => Promise<T>

/** A circuit breaker around a bulkhead (REL-D3): a failing service is not called for `openMs`, and never too often at once. */
export function createCircuitBreaker({ name, limits, watch }: CircuitBreakerOptions): CircuitBreaker {
  const breaker = circuitBreaker(
    handleWhenResult(settled => (settled as { outcome: CallOutcome }).outcome === 'failed'),
    {
      breaker: createFailureRate(limits),
      halfOpenAfter: limits.openMs,
      halfOpenSampling: { calls: limits.trials, threshold: 0 },
    },
  )
  const callBulkhead = bulkhead(limits.concurrent, limits.waiting)
  let trials = 0
  breaker.onStateChange(state => {
    trials = 1
    watch?.breaker(name, STATES[state])
  })
  watch?.breaker(name, 'closed')

  return async (callMs, call, judge) => {
    // In cockatiel later calls wait for the trials; here they fail at once.
    if (breaker.state === CircuitState.HalfOpen && ++trials > limits.trials) throw new NotCalled('ERR_BREAKER_OPEN')
    const { result } = await withinTime(callMs, signal => {
      const attempt = () => callBulkhead.execute(() => observed({ name, watch }, () => call(signal), judge), signal)
      return breaker.execute(
        () => (breaker.state === CircuitState.HalfOpen ? attempt().catch(failedTrial) : attempt()),
        signal,
      )
    }).catch(error => Promise.reject(notCalled(error)))
    if (result.status === 'rejected') throw result.reason
    return result.value
  }
}

const STATES = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
} as const

/** cockatiel counts a trial that throws as a success, but a call that was not made proves nothing. */
function failedTrial(error: unknown) {
  return { result: { status: 'rejected', reason: notCalled(error) }, outcome: 'failed' } as const
}

function notCalled(error: unknown): unknown {
  if (error instanceof BrokenCircuitError) return new NotCalled('ERR_BREAKER_OPEN')
  if (error instanceof BulkheadRejectedError || error instanceof TaskCancelledError) return new NotCalled('ERR_BUSY')
  return error
}
