import { NotCalled } from '../breaker/not-called.ts'

export interface Pause {
  enter(): void
  refused(): void
  succeeded(): void
}

/** Pauses calls for `openMs` after `times` refusals in a row. */
export function createPause(times: number, openMs: number): Pause {
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

    succeeded() {
      refusals = 0
    },
  }
}
