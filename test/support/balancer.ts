import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Hands each request to the next of `ports` in turn, without affinity. If an instance closes the connection, so does the balancer. */
export async function startBalancer(ports: readonly number[]) {
  let turn = 0
  const server = createServer((req, res) => {
    const { method, url: path, headers } = req
    const passedOn = request({ host: '127.0.0.1', port: ports[turn++ % ports.length]!, method, path, headers })
    passedOn.on('response', answer => {
      res.writeHead(answer.statusCode!, answer.rawHeaders)
      answer.on('error', () => res.destroy()).pipe(res)
    })
    passedOn.on('error', () => res.destroy())
    res.on('close', () => passedOn.destroy())
    req.on('error', () => passedOn.destroy()).pipe(passedOn)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
