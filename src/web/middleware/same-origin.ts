import type { RequestHandler } from 'express'
import { HttpError } from '../http-error.ts'

/**
 * Refuses unsafe requests caused by another site: checks Fetch Metadata, or Origin if the browser sends none (W-2).
 * @param origin the public one, e.g. `https://www.cnops.org.ma`.
 */
export function sameOrigin(origin: string): RequestHandler {
  return (req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    res.vary('Origin').vary('Sec-Fetch-Site')
    const site = req.get('sec-fetch-site')
    const own = site ? site === 'same-origin' || site === 'none' : req.get('origin') === origin
    if (own) return next()
    req.audit('malicious_csrf', 'origin')
    next(new HttpError(403, 'forbidden'))
  }
}
