import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Request, RequestHandler } from 'express'
import type { Limits } from '../../config/limits/index.ts'
import { Unavailable } from '../../ports/index.ts'
import { HttpError } from '../http-error.ts'
import { sessionCookie } from './session.ts'

declare global {
  namespace Express {
    interface Request {
      /** The process is too busy to process this form: the page is shown again with the typed values. */
      shed?: boolean
    }
  }
}

const WINDOW_MS = 500
const WARM_UP_MS = 10_000
/** The page shows it too (REL-G4). */
export const RETRY_AFTER_SECONDS = 3

export interface LoopDelay {
  /** The event loop's longest delay of the last half second, in milliseconds. */
  ms(): number
  /** Starts measuring after a warm-up, since start-up delay is no overload. */
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

/** While the event loop is late, refuses new sessions first, then pages, forms of open sessions last (W-16, REL-G4). */
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

export const tooBusy = () => new Unavailable('overload', { outcome: 'none', retryAfterSeconds: RETRY_AFTER_SECONDS })

function kindOf({ method, headers, path }: Request, ofSession: RegExp): 'opening' | 'page' | 'form' {
  // A carrier sends a delivery report only once, some in a GET, and storing it costs little.
  if (path.includes('/webhooks/')) return 'form'
  if (method === 'GET' || method === 'HEAD') return 'page'
  return ofSession.test(headers.cookie ?? '') ? 'form' : 'opening'
}
