import { createServer, type RequestListener, type ServerOptions } from 'node:http'
import type { Socket } from 'node:net'

const SWEEP_MS = 100

/** Takes what `http.createServer` takes; returns the server and its `drain`, which stops accepting, waits up to `patienceMs` for requests
 * in flight, closes the rest, and resolves when no connection is open. */
export function drainable(options: ServerOptions, answer?: RequestListener) {
  const server = createServer(options, answer)
  const connections = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })

  function drain(patienceMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const sweep = setInterval(closeUnused, SWEEP_MS)
    const forced = setTimeout(() => server.closeAllConnections(), patienceMs)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(forced)
      resolve()
    })
    return promise
  }

  function closeUnused(): void {
    // Keep-alive would hold a connection whose last request was answered after `close`.
    server.closeIdleConnections()
    // Browsers open connections in advance; to Node one without a request is not idle.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy()
  }

  return { server, drain }
}
