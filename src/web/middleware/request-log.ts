import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Logger } from '../../observability/log.ts'
import type { Metrics } from '../../observability/metrics.ts'
import { requestContext } from '../../observability/request-context.ts'
import { traceOf } from '../../observability/trace.ts'

declare global {
  namespace Express {
    interface Request {
      log: Logger
    }
  }
}

const METHODS = new Set(['GET', 'HEAD', 'POST'])
const ID = /^[\w-]{8,64}$/

/** The name of an address in logs: never the address itself, which may hold personal data (L-2). */
export type NameOf = (url: string) => string

/** Gives each request an id (the client's, if well formed), returns it in a header, and logs one line per response. */
export function requestLog(log: Logger, answered: Metrics['answered'], nameOf: NameOf): RequestHandler {
  return (req, res, next) => {
    const asked = req.get('x-request-id') ?? ''
    // Short enough to read out on the phone; 48 random bits are unique within a day.
    const requestId = ID.test(asked) ? asked : randomUUID().slice(0, 13)
    const context = { requestId, trace: traceOf(req.get('traceparent')) }
    const startedAt = performance.now()
    req.log = log
    res.set('X-Request-Id', requestId)
    res.once('finish', () => {
      const ms = performance.now() - startedAt
      const route = nameOf(req.originalUrl)
      // A stream lasts as long as a call, and would be taken for a slow answer.
      if (!/event-stream/.test(String(res.getHeader('Content-Type'))))
        answered(METHODS.has(req.method) ? req.method : '(other)', route, res.statusCode, ms / 1000)
      requestContext.run(context, () =>
        log.info({ method: req.method, route, status: res.statusCode, ms: Math.round(ms) }, 'request'),
      )
    })
    requestContext.run(context, next)
  }
}

export const logOf = (req: Request): Logger => req.log
