import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Request, RequestHandler } from 'express'
import type { Limits } from '../../config/limits/index.ts'
import { Unavailable } from '../../ports/index.ts'
import { HttpError } from '../http-error.ts'
import { sessionCookie } from './session.ts'

declare global {
  namespace Express {
    interface Request {
      /** The process is too busy to judge this form: it is to be shown again with what was typed. */
      shed?: boolean
    }
  }
}

const WINDOW_MS = 500
const WARM_UP_MS = 10_000
/** As the page tells it (REL-G4). */
export const RETRY_AFTER_SECONDS = 3

/** How late the event loop has been of late. */
export interface LoopDelay {
  /** The longest delay of the last half second, in milliseconds. */
  ms(): number
  /** Starts to measure, once the process has started up and answered for a while: what that takes is no overload. */
  begin(): void
}

export function loopDelay(warmUpMs = WARM_UP_MS): LoopDelay {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  let most = 0
  return {
    ms: () => most,
    begin() {
      setTimeout(() => {
        delay.enable()
        setInterval(() => {
          most = delay.max / 1e6
          delay.reset()
        }, WINDOW_MS).unref()
      }, warmUpMs).unref()
    },
  }
}

/**
 * Turns requests away while the process is too busy to answer in time, better some at once than all too late: new sessions
 * first, then pages, the forms of a running session last, which are shown again with what was typed (W-16, REL-G4).
 * `onShed` hears of each.
 */
export function shedLoad(
  limits: Limits['server'],
  delay: Pick<LoopDelay, 'ms'>,
  secure: boolean,
  onShed: () => void = () => {},
): RequestHandler {
  const ofSession = new RegExp(`(?:^|;\\s*)${sessionCookie(secure)}=`)
  const most = { opening: limits.eventLoopDelayMs, page: limits.pageDelayMs, form: limits.formDelayMs }

  return (req, _res, next) => {
    const kind = kindOf(req, ofSession)
    if (delay.ms() <= most[kind]) return next()
    onShed()
    if (kind === 'form') req.shed = true
    next(kind === 'form' ? undefined : new HttpError(503, 'unavailable', {}, RETRY_AFTER_SECONDS))
  }
}

/** A form that is turned away as if something behind us were down. */
export const tooBusy = () => new Unavailable('overload', { outcome: 'none', retryAfterSeconds: RETRY_AFTER_SECONDS })

function kindOf({ method, headers, path }: Request, ofSession: RegExp): 'opening' | 'page' | 'form' {
  if (method === 'GET' || method === 'HEAD') return 'page'
  // What becomes of a message is told once only, and costs next to nothing to note.
  if (path.includes('/webhooks/')) return 'form'
  return ofSession.test(headers.cookie ?? '') ? 'form' : 'opening'
}
