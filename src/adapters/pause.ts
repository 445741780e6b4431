import { NotCalled } from './breaker/circuit-breaker.ts'

/** What is left alone for a while after too many refusals that anybody would get, and then tried by one call. */
export interface Pause {
  /** Throws `NotCalled` while it lasts; the first call after it is the trial. */
  enter(): void
  refused(): void
  wentWell(): void
}

/** Pauses after `times` refusals without a success between, for `openMs` each time. */
export function pause(times: number, openMs: number): Pause {
  let refusals = 0
  let until = 0
  const begin = () => {
    until = performance.now() + openMs
  }
  return {
    enter() {
      if (refusals < times) return
      if (performance.now() < until) throw new NotCalled('ERR_PAUSED')
      begin()
    },

    refused() {
      if (++refusals >= times) begin()
    },

    wentWell() {
      refusals = 0
    },
  }
}
