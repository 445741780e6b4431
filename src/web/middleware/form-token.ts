import { csrfSync } from 'csrf-sync'
import type { Request, RequestHandler } from 'express'
import { HttpError } from '../http-error.ts'
import { isSame } from './start-cookie.ts'

const { generateToken, getTokenFromState, isRequestValid } = csrfSync({
  size: 16,
  getTokenFromRequest: req => req.typed['_token'],
  // Two thirds as long as in hex, since it is on every page and in every session.
  storeTokenInState(req, hex) {
    req.session.csrfToken = Buffer.from(String(hex), 'hex').toString('base64url')
  },
})

/** The token that every form of this session carries in `_token` (W-1). */
export function formToken(req: Request): string {
  generateToken(req)
  return getTokenFromState(req)!
}

export const hasFormToken = (req: Request): boolean => isRequestValid(req)

export const requireFormToken: RequestHandler = (req, _res, next) => {
  if (req.session.flow ? hasFormToken(req) : isOfStart(req)) return next()
  req.audit('malicious_csrf', 'form-token')
  next(new HttpError(403, 'forbidden'))
}

function isOfStart({ start, typed }: Request): boolean {
  return start !== undefined && isSame(start.token, typed['_token'] ?? '')
}
