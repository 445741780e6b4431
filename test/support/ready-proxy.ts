import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Child } from './child.ts'

type Backend = Pick<Child, 'port' | 'probe'>

/**
 * A minimal load balancer: takes turns among the instances whose `/readyz` was 200 when it last asked, keeps
 * connections to them, never sends a request twice, and answers 502 if none is left or the connection breaks.
 */
export async function startReadyProxy(checkEveryMs: number, listenPort = 0) {
  const agent = new Agent({ keepAlive: true })
  const backends = new Set<Backend>()
  let ready: Backend[] = []
  let turn = 0
  const server = createServer(pass).listen(listenPort, '127.0.0.1')
  await once(server, 'listening')
  const checks = setInterval(() => void check(), checkEveryMs)

  return {
    port: (server.address() as AddressInfo).port,
    /** Sends requests to an instance from its next good check on. */
    async add(backend: Backend) {
      backends.add(backend)
      await check()
    },
    remove: (backend: Backend) => void backends.delete(backend),
    stop() {
      clearInterval(checks)
      agent.destroy()
      server.close()
      server.closeAllConnections()
    },
  }

  async function check(): Promise<void> {
    const asked = [...backends].map(async backend => ((await backend.probe('/readyz'))?.ok ? [backend] : []))
    ready = (await Promise.all(asked)).flat()
  }

  function pass(inbound: IncomingMessage, answer: ServerResponse): void {
    const backend = ready[turn++ % ready.length]
    if (!backend) return void answer.writeHead(502).end('no instance is ready')
    const { method, url, headers } = inbound
    const { connection: _hop, ...passed } = headers
    const outbound = request({ host: '127.0.0.1', port: backend.port, agent, method, path: url, headers: passed })
    outbound.on('response', response => {
      const { connection: _hop, 'keep-alive': _too, 'transfer-encoding': _framing, ...kept } = response.headers
      answer.writeHead(response.statusCode!, kept)
      response.pipe(answer)
      response.on('error', () => answer.destroy())
    })
    outbound.on('error', error => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end(error.message)))
    inbound.pipe(outbound)
  }
}
