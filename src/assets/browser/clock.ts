/** When this page came, by the page's own clock: what the server says lasts so many seconds lasts from here. */
const arrived = navigation()?.responseStart ?? 0
/** What the device's clock said when the page's own stood at 0. Right or wrong, it goes on while a phone sleeps. */
const started = Date.now() - performance.now()

/** Two clocks further apart than this: the device has slept, or its clock was set. */
const DOUBT_MS = 5000

/** Milliseconds since the page came. What the device takes for the time is never asked, only how much of it went by: by the
 * page's own clock, which may stand still while a phone sleeps, or by the device's where that says more. */
export function sinceArrival(): number {
  return Math.max(own(), Date.now() - started - arrived)
}

/** Whether both clocks agree on how long ago the page came. */
export function isSure(): boolean {
  return sinceArrival() - own() < DOUBT_MS
}

/** Calls `tick` with the seconds left of `seconds`, counted from `from` (milliseconds since the page came), at once and every
 * second until none are; a computer that slept catches up. */
export function everySecond(seconds: number, tick: (left: number) => void, from = 0): () => void {
  const step = () => {
    const left = Math.max(0, Math.round(seconds - (sinceArrival() - from) / 1000))
    if (left === 0) clearInterval(timer)
    tick(left)
  }
  const timer = setInterval(step, 1000)
  step()
  return () => clearInterval(timer)
}

function own(): number {
  return performance.now() - arrived
}

function navigation(): PerformanceNavigationTiming | undefined {
  return performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined
}
