import type { Request, RequestHandler } from 'express'
import type { AuditTrail } from '../../observability/audit.ts'
import type { Reason, SecurityEvent } from '../../observability/security-events.ts'
import { memberKeyOf } from '../position.ts'
import { routeName } from '../route-name.ts'

declare global {
  namespace Express {
    interface Request {
      /** Writes one line of the audit trail about this request; who is behind it is added here. */
      audit(event: SecurityEvent, reason?: Reason): void
      /** Key of the member that the typed card names, whether the rest fits or not: attempts on them belong together. */
      claimed?: string
    }
  }
}

/** Lets whatever handles the request say what happened, and nothing else (L-1). */
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
