import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'

/** Hands each new connection to the next of `ports` in turn, without affinity. */
export async function startBalancer(ports: readonly number[]) {
  let turn = 0
  const server = createServer(inbound => {
    const outbound = connect(ports[turn++ % ports.length]!, '127.0.0.1')
    inbound.pipe(outbound).pipe(inbound)
    for (const end of [inbound, outbound]) end.on('error', () => [inbound, outbound].map(each => each.destroy()))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, stop: () => void server.close() }
}
