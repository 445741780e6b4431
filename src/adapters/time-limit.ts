import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'

/** Later than that, a timer fires because this process was busy, not because the other side was. */
const BUSY_MS = 100
const GRACE_MS = 250

/**
 * Calls `giveUp` after `limitMs` unless `heard` by then. Timers run before sockets are read: where this process was kept from
 * both, the reply may lie in the socket, so the sockets are read once more before anybody is blamed (F16).
 */
export function atLimit(limitMs: number, heard: () => boolean, giveUp: () => void): NodeJS.Timeout {
  const dueAt = performance.now() + limitMs
  return setTimeout(async () => {
    const busy = performance.now() - dueAt > BUSY_MS
    for (let look = 0; look < 2; look++) await turn()
    if (busy && !heard()) await sleep(GRACE_MS).then(() => turn())
    if (!heard()) giveUp()
  }, limitMs)
}

/** Runs `call` with a signal that aborts it after `limitMs`, as `AbortSignal.timeout` does, but looks once more. */
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
