import { CircuitState, type IBreaker } from 'cockatiel'

/**
 * Opens when too great a share of the calls of the last `windowMs` failed (REL-D3). cockatiel's own sampling forgets one
 * slice at each call and not by the clock: where calls are rare it would hold failures of long ago against a service.
 */
export function failureRate(limits: { failedPercent: number; calls: number; windowMs: number }): IBreaker {
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
