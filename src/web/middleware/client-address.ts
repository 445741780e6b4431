import type { RequestHandler } from 'express'
import { readAddress } from '../../domain/networks/client-address.ts'
import type { Logger } from '../../observability/log.ts'
import type { Metrics } from '../../observability/metrics.ts'

const QUIET_MS = 15 * 60_000

/**
 * Reads the visitor's address once, before anything counts by it (W-17): from here on `req.ip` is an address in its shortest
 * form, or undefined. Proxies that we trust are known by what they wrote however they wrote it, with a port as well. What
 * cannot be read is counted, warned of once, and an alarm until none has come for a quarter of an hour; who then pays stands
 * in `domain/networks/network.ts`.
 */
export function clientAddress(
  log: Logger,
  metrics: Pick<Metrics, 'unreadAddress'>,
  alarm: (name: 'client-address', on: boolean) => void,
  now: () => number = () => performance.now(),
): RequestHandler {
  let last = -Infinity
  return (req, _res, next) => {
    const forwarded = req.headers['x-forwarded-for']
    if (typeof forwarded === 'string') req.headers['x-forwarded-for'] = forwarded.split(',').map(asRead).join(', ')
    const ip = readAddress(req.ip)
    Object.defineProperty(req, 'ip', { value: ip, configurable: true, enumerable: true })
    // A visitor who has gone already has no address either, and is no fault of a proxy.
    if (!ip && !req.socket.destroyed) unread()
    else if (last > -Infinity && now() - last > QUIET_MS) quiet()
    next()
  }

  function unread(): void {
    if (last === -Infinity) log.warn('TRUST_PROXY: the address that our proxy names cannot be read')
    last = now()
    metrics.unreadAddress()
    alarm('client-address', true)
  }

  function quiet(): void {
    last = -Infinity
    alarm('client-address', false)
  }
}

/** What is no address stays as it is: it must not make another entry count as the last one. */
function asRead(entry: string): string {
  return readAddress(entry) ?? entry.trim()
}

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
