import type { MemoryStore } from '../adapters/memory/index.ts'
import type { ConsoleConfig } from '../config/index.ts'
import { type Running, serve } from '../server/serve.ts'
import { createConsole } from './app.ts'
import { composeConsole } from './compose.ts'

/** Starts the console and its probes; `memory` is what `memory:` means. Resolves when both listen; on failure closes all and throws. */
export async function startConsole(config: ConsoleConfig, memory?: MemoryStore): Promise<Running> {
  const { dependencies, ready, stop, close } = await composeConsole(config, memory)
  const { log, audit, metrics } = dependencies
  return serve({
    createApp: () => createConsole(dependencies),
    place: { port: config.AGENT_PORT, host: config.HOST },
    adminPlace: { port: config.ADMIN_PORT, host: config.ADMIN_HOST },
    connections: config.limits.server.connections,
    metrics,
    log,
    audit,
    ready,
    // `drain` would wait for streams until its patience is at an end.
    onStop: stop,
    close,
  })
}
