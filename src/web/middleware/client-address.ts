import type { RequestHandler } from 'express'
import { readAddress } from '../../domain/networks/client-address.ts'
import type { Logger } from '../../observability/log.ts'
import type { Metrics } from '../../observability/metrics.ts'

const QUIET_MS = 15 * 60_000

/** Normalises `req.ip` as any proxy may write it (W-17). An unreadable one becomes undefined and raises an alarm. */
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
    // A closed connection has no address either; that is no proxy fault.
    if (!ip && !req.socket.destroyed) unread()
    else if (last > -Infinity && now() - last > QUIET_MS) quiet()
    next()
  }

  function unread(): void {
    if (last === -Infinity) log.warn('TRUST_PROXY: cannot read the client address that the proxy sent')
    last = now()
    metrics.unreadAddress()
    alarm('client-address', true)
  }

  function quiet(): void {
    last = -Infinity
    alarm('client-address', false)
  }
}

/** An unreadable entry stays in the list: removing it would make another entry the last one. */
function asRead(entry: string): string {
  return readAddress(entry) ?? entry.trim()
}

/** Warns, once since anyone can send the header, if all members share one address: a proxy is not in TRUST_PROXY. */
export function untrustedProxy(log: Logger): RequestHandler {
  let warned = false
  return (req, _res, next) => {
    if (!warned && req.get('x-forwarded-for')) {
      warned = true
      log.warn('TRUST_PROXY: requests come through an untrusted proxy: all members share one address limit')
    }
    next()
  }
}
