import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Logger } from '../log.ts'
import { requestContext } from '../request-context.ts'

declare global {
  namespace Express {
    interface Request {
      log: Logger
    }
  }
}

const ID = /^[\w-]{8,64}$/

/** Gives each request an id (the caller's, if it looks like one), hands it back, and writes one line when it is answered. */
export function requestLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const asked = req.get('x-request-id') ?? ''
    const requestId = ID.test(asked) ? asked : randomUUID()
    const startedAt = performance.now()
    req.log = log
    res.set('X-Request-Id', requestId)
    res.once('finish', () => {
      const ms = Math.round(performance.now() - startedAt)
      requestContext.run({ requestId }, () =>
        log.info({ method: req.method, route: routeOf(req), status: res.statusCode, ms }, 'request'),
      )
    })
    requestContext.run({ requestId }, next)
  }
}

export const logOf = (req: Request): Logger => req.log

/** The path without its query; unknown paths are not repeated, since anything may stand in them. */
function routeOf(req: Request): string {
  return req.route ? req.originalUrl.split('?', 1)[0]! : '(other)'
}
