import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A proxy to Redis that can lose a command or its reply, as if a process is killed between two of its steps. */
export async function tapRedis(port: number) {
  let stop: { at: RegExp; when: 'before' | 'after'; reached(): void } | undefined
  const server = createServer(client => {
    const redis = connect(port, '127.0.0.1')
    let cut = false
    client.on('data', (sent: Buffer) => {
      if (cut) return
      cut = stop?.at.test(sent.toString('latin1')) ?? false
      if (!cut || stop!.when === 'after') redis.write(sent)
      if (cut && stop!.when === 'before') stop!.reached()
    })
    redis.on('data', (reply: Buffer) => {
      if (cut) stop?.reached()
      else client.write(reply)
    })
    leaveTogether(client, redis)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Nothing passes any more once a command looks like `at`: not the command, or not its reply. Resolves then. */
    stopAt(when: 'before' | 'after', at: RegExp): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>()
      stop = { at, when, reached: resolve }
      return promise
    },
    open: () => {
      stop = undefined
    },
    close: () => void server.close(),
  }
}

/** Ends each of two connections with the other. */
export function leaveTogether(one: Socket, other: Socket): void {
  for (const end of [one, other]) {
    end.on('error', () => undefined)
    end.once('close', () => {
      one.destroy()
      other.destroy()
    })
  }
}
