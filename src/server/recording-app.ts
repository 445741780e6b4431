import express, { type Express, type Request } from 'express'
import type { Config } from '../config/index.ts'
import type { AuditTrail, Facts } from '../observability/audit.ts'
import type { Logger } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'
import { auditRequests } from '../web/middleware/audit.ts'
import { clientAddress, untrustedProxy } from '../web/middleware/client-address.ts'
import { type NameOf, requestLog } from '../web/middleware/request-log.ts'

interface Records {
  config: Pick<Config, 'TRUST_PROXY'>
  log: Logger
  audit: AuditTrail
  alarm(name: 'client-address', raised: boolean): void
  metrics: Pick<Metrics, 'answered' | 'unreadAddress'>
}

/** Returns an Express app that logs and counts each request, knows the address it came from, and gives it `req.audit`. */
export function recordingApp(
  { config: { TRUST_PROXY }, log, audit, alarm, metrics }: Records,
  nameOf: NameOf,
  whoIs: (req: Request) => Facts,
): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag')
  app.set('trust proxy', TRUST_PROXY)
  app.set('query parser', 'simple')

  app.use(
    requestLog(log, metrics.answered, nameOf),
    clientAddress(log, metrics, alarm),
    auditRequests(audit, nameOf, whoIs),
  )
  if (!TRUST_PROXY) app.use(untrustedProxy(log))
  return app
}
