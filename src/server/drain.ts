import type { Server } from 'node:http'

const SWEEP_MS = 100

/** Stops accepting, waits up to `patienceMs` for requests in flight, closes the rest. Resolves when none is open. */
export function drain(server: Server, patienceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  // Keep-alive would hold a connection whose last request was answered after `close`.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
  const forced = setTimeout(() => server.closeAllConnections(), patienceMs)
  server.close(() => {
    clearInterval(sweep)
    clearTimeout(forced)
    resolve()
  })
  return promise
}
