import type { RequestHandler } from 'express'
import { HttpError } from '../http-error.ts'

/** Refuses unsafe requests from other sites by Fetch Metadata, else by Origin (W-2). `origin`: the public one. */
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
