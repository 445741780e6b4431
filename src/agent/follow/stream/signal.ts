/** Wakes whoever waits, also if it was given before they did. */
export function createSignal() {
  let given = false
  let wake: (() => void) | undefined
  return {
    give(): void {
      given = true
      wake?.()
    },
    async wait(patienceMs: number): Promise<void> {
      if (!given) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const timer = setTimeout(resolve, patienceMs)
        wake = resolve
        await promise
        clearTimeout(timer)
      }
      given = false
    },
  }
}
