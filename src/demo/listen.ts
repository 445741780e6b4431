import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createListener } from 'node:net'

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

/** If a port of `wanted` is in use, a sentence for the terminal with a command that takes free ones instead. */
export async function portsInUse(wanted: Readonly<Record<string, number>>): Promise<string | undefined> {
  const ports = Object.entries(wanted)
  const free = await Promise.all(ports.map(([, port]) => isFree(port)))
  const taken = ports.filter((_each, at) => !free[at])
  if (taken.length === 0) return undefined
  const known = new Set(ports.map(([, port]) => port))
  const others: string[] = []
  for (const [name, port] of taken) {
    let next = port + 1
    while (known.has(next) || !(await isFree(next))) next++
    known.add(next)
    others.push(`${name}=${next}`)
  }
  return `In use: ${taken.map(([name, port]) => `port ${port} (${name})`).join(', ')}. Free: ${others.join(' ')} npm run demo`
}

async function isFree(port: number): Promise<boolean> {
  // As an address of its own may hide one that listens on all.
  for (const host of ['127.0.0.1', undefined]) {
    const server = createListener()
    try {
      server.listen(port, host)
      await once(server, 'listening')
      server.close()
      await once(server, 'close')
    } catch {
      return false
    }
  }
  return true
}
