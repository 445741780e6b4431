import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Until a client has noticed that the connection it kept is closed. */
const NOTICED_MS = 50

/** Listens on `port` for all instances: connections go to the one that it was last turned to, and are cut when it is turned. */
export async function startSwitch(port: number) {
  let target = 0
  const open = new Set<Socket>()
  const server = createServer(inbound => {
    const outbound = connect(target, '127.0.0.1')
    inbound.pipe(outbound).pipe(inbound)
    open.add(inbound)
    inbound.once('close', () => open.delete(inbound))
    for (const end of [inbound, outbound])
      for (const event of ['error', 'close'])
        end.on(event, () => {
          inbound.destroy()
          outbound.destroy()
        })
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    async turnTo(instance: { port: number }) {
      target = instance.port
      for (const connection of open) connection.destroy()
      await sleep(NOTICED_MS)
    },
    close: () => void server.close(),
  }
}
