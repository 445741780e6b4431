import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  circuitBreaker,
  handleWhenResult,
  type IBreaker,
  TaskCancelledError,
} from 'cockatiel'
import type { DependencyLimits } from '../config/limits.ts'
import { withinTime } from './time-limit.ts'

export interface GuardOptions {
  name: string
  limits: DependencyLimits['memberApi']['breaker']
  watch?: DependencyWatch | undefined
}

/** Runs `call` with the time it is given, or throws `NotCalled`. `judge` says what the call came to: failures open the breaker. */
export type Guard = <T>(
  callMs: number,
  call: (signal: AbortSignal) => Promise<T>,
  judge: (result: PromiseSettledResult<T>) => CallOutcome,
) => Promise<T>

/** The call was not made: the breaker is open, or too many others wait. */
export class NotCalled extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.name = 'NotCalled'
    this.code = code
  }
}

/** A circuit breaker around a bulkhead (REL-D3): a service that fails is left alone for a while, and never held too many calls. */
export function guard({ name, limits, watch }: GuardOptions): Guard {
  const breaker = circuitBreaker(
    handleWhenResult(settled => (settled as { outcome: CallOutcome }).outcome === 'failed'),
    {
      breaker: failureShare(limits),
      halfOpenAfter: limits.openMs,
      halfOpenSampling: { calls: limits.trials, threshold: 0 },
    },
  )
  const room = bulkhead(limits.concurrent, limits.waiting)
  let trials = 0
  breaker.onStateChange(state => {
    // The call that brings the change about is the first trial.
    trials = 1
    watch?.breaker(name, STATES[state])
  })
  watch?.breaker(name, 'closed')

  return async (callMs, call, judge) => {
    // cockatiel lets those who come after the trials wait for their end; here nobody waits.
    if (breaker.state === CircuitState.HalfOpen && ++trials > limits.trials) throw new NotCalled('ERR_BREAKER_OPEN')
    const { result } = await withinTime(callMs, signal => {
      const attempt = () => room.execute(() => watched({ name, watch }, () => call(signal), judge), signal)
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

/** cockatiel takes a trial that throws for a success, but one that was not made proves nothing. */
function failedTrial(error: unknown) {
  return { result: { status: 'rejected', reason: notCalled(error) }, outcome: 'failed' } as const
}

function notCalled(error: unknown): unknown {
  if (error instanceof BrokenCircuitError) return new NotCalled('ERR_BREAKER_OPEN')
  if (error instanceof BulkheadRejectedError || error instanceof TaskCancelledError) return new NotCalled('ERR_BUSY')
  return error
}

/**
 * Opens when too great a share of the calls of the last `windowMs` failed (REL-D3). cockatiel's own sampling forgets one
 * slice at each call and not by the clock: where calls are rare it would hold failures of long ago against a service.
 */
export function failureShare(limits: { failedPercent: number; calls: number; windowMs: number }): IBreaker {
  let calls: { at: number; failed: boolean }[] = []
  return {
    state: undefined,

    success(state) {
      // The trials went well: what was before is over.
      if (state === CircuitState.HalfOpen) calls = []
      add(false)
    },

    failure() {
      add(true)
      const failures = calls.filter(({ failed }) => failed).length
      return calls.length >= limits.calls && failures * 100 >= limits.failedPercent * calls.length
    },
  }

  function add(failed: boolean): void {
    const at = performance.now()
    calls.push({ at, failed })
    while (calls[0]!.at < at - limits.windowMs) calls.shift()
  }
}

/** What a call came to: an answer, an answer that says no, or nothing to rely on. */
export type CallOutcome = 'ok' | 'refused' | 'failed'

/** Told how each service behind us fares; the names are those of the metrics. */
export interface DependencyWatch {
  dependency(name: string, outcome: CallOutcome, seconds: number): void
  breaker(name: string, state: 'closed' | 'half-open' | 'open'): void
  /** A call was refused or failed, by whose fault; `code` is the service's own. */
  refused?(name: string, fault: string, code: unknown): void
}

/** Runs a call of the service `name` and tells `watch` what became of it, by the judgement of its caller. */
export async function watched<T>(
  { name, watch }: { name: string; watch?: DependencyWatch | undefined },
  call: () => Promise<T>,
  judge: (result: PromiseSettledResult<T>) => CallOutcome,
): Promise<{ result: PromiseSettledResult<T>; outcome: CallOutcome }> {
  const startedAt = performance.now()
  const [result] = await Promise.allSettled([call()])
  const outcome = judge(result)
  watch?.dependency(name, outcome, (performance.now() - startedAt) / 1000)
  return { result, outcome }
}
