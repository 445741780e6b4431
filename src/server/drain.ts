import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import type { Socket } from 'node:net'

const SWEEP_MS = 100

/** A server that can be drained: `drain` knows its connections. */
export interface Drainable {
  server: Server
  /** Stops accepting, waits up to `patienceMs` for requests in flight, closes the rest. Resolves when no connection is open. */
  drain(patienceMs: number): Promise<void>
}

/** Takes what `http.createServer` takes. */
export function drainable(options: ServerOptions, answer?: RequestListener): Drainable {
  const server = createServer(options, answer)
  const connections = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  return { server, drain }

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
}
