import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'

/** A timer this late means that our process was busy. */
const BUSY_MS = 100
const GRACE_MS = 250

/** Timers run before sockets are read, so the sockets are read once more before `giveUp` (F16). */
export function atLimit(limitMs: number, answered: () => boolean, giveUp: () => void): NodeJS.Timeout {
  const dueAt = performance.now() + limitMs
  return setTimeout(async () => {
    const busy = performance.now() - dueAt > BUSY_MS
    for (let look = 0; look < 2; look++) await turn()
    if (busy && !answered()) await sleep(GRACE_MS).then(() => turn())
    if (!answered()) giveUp()
  }, limitMs)
}

/** Like `AbortSignal.timeout`, but reads the sockets once more before it aborts. */
export async function withinTime<Result>(
  limitMs: number,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  let ended = false
  const timer = atLimit(
    limitMs,
    () => ended,
    () => controller.abort(new DOMException('no answer in time', 'TimeoutError')),
  )
  try {
    return await call(controller.signal)
  } finally {
    ended = true
    clearTimeout(timer)
  }
}
