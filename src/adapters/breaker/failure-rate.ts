import { CircuitState, type IBreaker } from 'cockatiel'

/** Ages by the clock (REL-D3): cockatiel drops one slice per call, so rare calls would keep old failures. */
export function createFailureRate(limits: { failedPercent: number; calls: number; windowMs: number }): IBreaker {
  let calls: { at: number; failed: boolean }[] = []
  return {
    state: undefined,

    success(state) {
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
