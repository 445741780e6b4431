import type { RequestHandler } from 'express'
import { HttpError } from '../http-error.ts'

/** Answers under our own name only, so that no forged Host reaches a link or a cache (W-9). */
export function ownHost(host: string): RequestHandler {
  return (req, _res, next) =>
    next(req.headers.host?.toLowerCase() === host ? undefined : new HttpError(421, 'wrongHost'))
}

const METHODS = new Set(['GET', 'HEAD', 'POST'])

/** Nothing here has a use for other methods (W-3). */
export const knownMethods: RequestHandler = (req, _res, next) =>
  next(METHODS.has(req.method) ? undefined : new HttpError(405, 'badRequest', { Allow: [...METHODS].join(', ') }))
