import type { RequestHandler } from 'express'
import { HttpError } from '../http-error.ts'

/** Refuses other Host names, so that no forged one reaches a link or a cache (W-9). */
export function ownHost(host: string): RequestHandler {
  return (req, _res, next) =>
    next(req.headers.host?.toLowerCase() === host ? undefined : new HttpError(421, 'wrongHost'))
}

const METHODS = new Set(['GET', 'HEAD', 'POST'])

/** Refuses methods that no page uses (W-3). */
export const knownMethods: RequestHandler = (req, _res, next) =>
  next(METHODS.has(req.method) ? undefined : new HttpError(405, 'badRequest', { Allow: [...METHODS].join(', ') }))
