import { setTimeout as sleep } from 'node:timers/promises'

/** Wakes whoever waits, also if it rang before they did. */
export function createBell() {
  let { promise, resolve } = Promise.withResolvers<void>()
  return {
    ring: () => resolve(),
    async rung(patienceMs: number, signal: AbortSignal): Promise<void> {
      const end = new AbortController()
      await Promise.race([
        promise,
        sleep(patienceMs, undefined, { signal: AbortSignal.any([signal, end.signal]) }).catch(() => {}),
      ])
      end.abort()
      ;({ promise, resolve } = Promise.withResolvers<void>())
    },
  }
}
