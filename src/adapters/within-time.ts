import { atLimit } from './time-limit.ts'

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
