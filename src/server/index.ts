import type { MemoryStore } from '../adapters/memory/index.ts'
import type { Config } from '../config/index.ts'
import type { Dependencies } from '../web/context.ts'
import { createApp } from './app.ts'
import { compose } from './compose.ts'
import { type Running, serve } from './serve.ts'

/** Starts the wizard and its admin port; `memory` is what `memory:` means. Resolves when both listen; on failure closes all and throws. */
export async function startServer(
  config: Config,
  extra?: Dependencies['extra'],
  memory?: MemoryStore,
): Promise<Running> {
  const { dependencies, stores, log, worker, close } = await compose(config, memory)
  const { audit, metrics, delay } = dependencies
  const running = await serve({
    createApp: () => createApp({ ...dependencies, extra }),
    place: { port: config.PORT, host: config.HOST },
    adminPlace: { port: config.ADMIN_PORT, host: config.ADMIN_HOST },
    connections: config.limits.server.connections,
    metrics,
    log,
    audit,
    ready: stores.ready,
    // Other instances take over the outbox; the job in progress here completes.
    onStop: () => void worker.stop(),
    close,
  })
  delay.begin()
  return running
}
