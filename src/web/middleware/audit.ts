import type { Request, RequestHandler } from 'express'
import type { AuditTrail, Facts } from '../../observability/audit.ts'
import type { Reason, SecurityEvent } from '../../observability/security-events.ts'
import type { NameOf } from './request-log.ts'

declare global {
  namespace Express {
    interface Request {
      audit(event: SecurityEvent, reason?: Reason, more?: Assistance): void
      /** Key of the member whose card was typed, even if it does not match, so that attempts on one member can be found. */
      claimed?: string
    }
  }
}

type Assistance = Pick<Facts, 'agent' | 'ground' | 'page' | 'reference' | 'by' | 'seconds'>

/** Gives handlers `req.audit`, which takes words of closed lists, no text (L-1). `whoIs`: the facts about who sent the request. */
export function auditRequests(trail: AuditTrail, nameOf: NameOf, whoIs: (req: Request) => Facts): RequestHandler {
  return (req, _res, next) => {
    req.audit = (event, reason, more) =>
      trail(event, { ...whoIs(req), route: nameOf(req.originalUrl), reason, ...more })
    next()
  }
}
