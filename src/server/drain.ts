import type { Server } from 'node:http'

const SWEEP_MS = 100

/**
 * Stops accepting connections and lets requests in flight finish, for `patienceMs` at most; then cuts off who is left.
 * Resolves when no connection is open.
 */
export function drain(server: Server, patienceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  // A connection whose last request was answered after `close` would otherwise be kept for another.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
  const forced = setTimeout(() => server.closeAllConnections(), patienceMs)
  server.close(() => {
    clearInterval(sweep)
    clearTimeout(forced)
    resolve()
  })
  return promise
}
