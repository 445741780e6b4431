import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Place {
  port?: number
  host?: string
}

/** Serves `app` on a loopback port. `close` ends open connections too, so that nothing outlives a test. */
export async function listen(app: RequestListener, { port = 0, host = '127.0.0.1' }: Place = {}) {
  const server = createServer(app)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
