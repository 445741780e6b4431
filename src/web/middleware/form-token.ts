import { csrfSync } from 'csrf-sync'
import type { Request, RequestHandler } from 'express'
import { HttpError } from '../http-error.ts'
import { isSame } from './start-cookie.ts'

const { generateToken, isRequestValid } = csrfSync({ size: 16, getTokenFromRequest: req => req.typed['_token'] })

/** The token that every form of this session carries in `_token` (W-1). */
export const formToken = (req: Request): string => generateToken(req)

export const hasFormToken = (req: Request): boolean => isRequestValid(req)

export const requireFormToken: RequestHandler = (req, _res, next) => {
  if (req.session.flow ? hasFormToken(req) : isOfStart(req)) return next()
  req.audit('malicious_csrf', 'form-token')
  next(new HttpError(403, 'forbidden'))
}

function isOfStart({ start, typed }: Request): boolean {
  return start !== undefined && isSame(start.token, typed['_token'] ?? '')
}
