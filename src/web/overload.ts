import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { RequestHandler } from 'express'
import { HttpError } from './http-error.ts'

const WINDOW_MS = 500
const RETRY_AFTER_SECONDS = 3

/**
 * Turns requests away while the process is too busy to answer in time: better some at once than all too late (W-16, REL-G4).
 * `onShed` hears of each.
 */
export function shedLoad(mostDelayMs: number, onShed: () => void = () => {}): RequestHandler {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  let late = false
  setInterval(() => {
    late = delay.max / 1e6 > mostDelayMs
    delay.reset()
  }, WINDOW_MS).unref()
  return (_req, _res, next) => {
    if (!late) return next()
    onShed()
    next(new HttpError(503, 'unavailable', { 'Retry-After': String(RETRY_AFTER_SECONDS) }))
  }
}
