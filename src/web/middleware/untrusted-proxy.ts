import type { RequestHandler } from 'express'
import type { Logger } from '../../observability/log.ts'

/**
 * Says once that requests come through a proxy while TRUST_PROXY names none: everybody then shares the limits of one address.
 * Once, since anyone can send the header.
 */
export function untrustedProxy(log: Logger): RequestHandler {
  let told = false
  return (req, _res, next) => {
    if (!told && req.get('x-forwarded-for')) {
      told = true
      log.warn('TRUST_PROXY: a proxy says where members come from, and none is trusted: all are counted as one')
    }
    next()
  }
}
