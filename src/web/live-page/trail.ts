import type { Request, Response } from 'express'
import type { Happening, SharedPage } from '../../ports/index.ts'
import { logOf } from '../middleware/request-log.ts'

declare global {
  namespace Express {
    interface Request {
      /** What happened on an opened page in this request and is not told yet; undefined if the page is not open. */
      happenings?: Happening[] | undefined
    }
  }
}

/** From now on keeps what the audit trail gets of this request; what no page shows is told after the response. */
export function keepTrail(
  req: Request,
  res: Response,
  shared: Pick<SharedPage, 'tell'>,
  page: string | undefined,
): void {
  const { audit } = req
  const { flow } = req.session
  req.happenings = []
  req.audit = (event, reason, more) => {
    audit(event, reason, more)
    req.happenings?.push({ at: Date.now(), event, ...(reason && { reason }), ...(page && { page }) })
  }
  res.once('close', () => {
    const happenings = taken(req)
    if (happenings.length === 0) return
    shared.tell(flow!, happenings).catch(err => logOf(req).error({ err }, 'live page not told'))
  })
}

/** Each is told once. */
export function taken(req: Request): Happening[] {
  return req.happenings?.splice(0) ?? []
}
