import { createMemoryStore } from '../../src/adapters/memory/index.ts'
import { loadConfig } from '../../src/config/index.ts'
import { startServer } from '../../src/server/index.ts'
import type { Dependencies } from '../../src/web/context.ts'
import { freePort } from './free-port.ts'
import { type SurroundingsOptions, surroundings } from './surroundings.ts'

export type Service = Awaited<ReturnType<typeof startService>>

/** The whole service on its real adapters, with the far ends of the demo and, if given, `extra` pages; on free ports of this machine. */
export async function startService({ extra, ...options }: SurroundingsOptions & Pick<Dependencies, 'extra'> = {}) {
  const around = await surroundings(options)
  const { environment } = around
  const adminPorts = await Promise.all(around.ports.map(freePort))
  const configs = around.ports.map((port, n) =>
    loadConfig({ ...environment, PORT: `${port}`, ADMIN_PORT: `${adminPorts[n]}` }),
  )
  const memory = createMemoryStore(configs[0]!.limits)
  const shared = configs.length === 1 ? memory : undefined
  const servers = await Promise.all(configs.map(config => startServer(config, extra, shared))).catch(async error => {
    // A server that still listens would keep the test waiting instead of failing.
    await around.stop()
    throw error
  })
  return {
    ...around,
    config: configs[0]!,
    /** The agent's side of the pages that are open, in memory. */
    followed: memory.followed,
    /** Of the first instance. */
    metrics: async () => (await fetch(`http://127.0.0.1:${adminPorts[0]}/metrics`)).text(),
    async stop() {
      await Promise.all(servers.map(server => server.stop()))
      await around.stop()
    },
  }
}
