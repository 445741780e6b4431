/** Wakes whoever waits, also if it rang before they did. */
export function createBell() {
  let rang = false
  let wake: (() => void) | undefined
  return {
    ring(): void {
      rang = true
      wake?.()
    },
    async rung(patienceMs: number): Promise<void> {
      if (!rang) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const timer = setTimeout(resolve, patienceMs)
        wake = resolve
        await promise
        clearTimeout(timer)
      }
      rang = false
    },
  }
}
