import type { Request, Response } from 'express'
import type { Happening, SharedPage } from '../../ports/index.ts'
import { logOf } from '../middleware/request-log.ts'

declare global {
  namespace Express {
    interface Request {
      /** Events of this request on an opened page that are not stored yet; undefined if the page is not open. */
      happenings?: Happening[] | undefined
    }
  }
}

/** From now on keeps the audit events of this request; those that no page has stored are stored after the response. */
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
    shared.tell(flow!, happenings).catch(err => logOf(req).error({ err }, 'live page events not stored'))
  })
}

/** Removes them, so that each is stored once. */
export function taken(req: Request): Happening[] {
  return req.happenings?.splice(0) ?? []
}
