import type { RequestHandler } from 'express'
import ipaddr from 'ipaddr.js'
import { parseAddress } from '../../domain/networks/client-address.ts'
import { HttpError } from '../../web/http-error.ts'

/** Refuses whoever comes from outside AGENT_NETWORKS, if it is given: a fence beside the sign-in, not in its place (AG-4). */
export function ownNetworks(networks: readonly string[] | undefined): RequestHandler {
  const ranges = networks?.map(text => ipaddr.parseCIDR(text))
  return (req, _res, next) => {
    if (!ranges || isInside(req.ip, ranges)) return next()
    req.audit('authz_fail', 'network')
    next(new HttpError(403, 'forbidden'))
  }
}

function isInside(ip: string | undefined, ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]): boolean {
  const address = parseAddress(ip)
  return (
    address !== undefined &&
    ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))
  )
}
