import type { RequestHandler } from 'express'
import { HttpError } from '../http-error.ts'

/**
 * Refuses unsafe requests that another site caused: by Fetch Metadata, or, where the browser sends none, by Origin (W-2).
 * @param origin as members see it, e.g. `https://www.cnops.org.ma`.
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
