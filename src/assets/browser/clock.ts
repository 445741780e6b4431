/** When this page arrived, by the page's own clock; durations that the server states count from here. */
const arrived = navigation()?.responseStart ?? 0
/** The device's clock when the page's own was at 0. It may be wrong, but it runs while a phone sleeps. */
const started = Date.now() - performance.now()

/** If the two clocks differ by more, the device has slept or its clock was set. */
const DOUBT_MS = 5000

/** Milliseconds since the page arrived, by the page's own clock, which may stop while a phone sleeps, or by the device's if that says
 * more. Only differences of the device's clock are used, never its time of day. */
export function sinceArrival(): number {
  return Math.max(own(), Date.now() - started - arrived)
}

/** Whether both clocks agree on how long ago the page arrived. */
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
