import type { Request, RequestHandler } from 'express'
import type { AuditTrail } from '../../observability/audit.ts'
import type { Reason, SecurityEvent } from '../../observability/security-events.ts'
import { memberKeyOf } from '../position.ts'
import { routeName } from '../route-name.ts'

declare global {
  namespace Express {
    interface Request {
      audit(event: SecurityEvent, reason?: Reason): void
      /** Key of the member whose card was typed, even if it does not match, so that attempts on one member can be found. */
      claimed?: string
    }
  }
}

/** Gives handlers `req.audit`, which takes only an event and a reason, no text (L-1). */
export function auditRequests(trail: AuditTrail, base: string): RequestHandler {
  return (req, _res, next) => {
    req.audit = (event, reason) => trail(event, { ...whoIs(req), route: routeName(req.originalUrl, base), reason })
    next()
  }
}

function whoIs(req: Request) {
  const { ip, session } = req
  if (!session?.flow) return { ip }
  const { flow, reference } = session
  return { ip, flow, reference, session: req.sessionID, member: req.claimed ?? memberKeyOf(req) }
}
