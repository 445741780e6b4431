import { createServer, type Server } from 'node:http'
import { admin } from './admin.ts'
import { createApp } from './app.ts'
import { ensureAssets } from './assets/build.ts'
import { compose } from './compose.ts'
import type { Config } from './config.ts'

const MAX_HEADER_BYTES = 8 * 1024
const DRAIN_MS = 25_000

export interface Running {
  /** Stops accepting, lets requests in flight finish, and closes what is behind. */
  stop(): Promise<void>
}

/** Starts the service and its admin port. Resolves when both listen. */
export async function startServer(config: Config): Promise<Running> {
  await ensureAssets()
  const { dependencies, stores, log } = await compose(config)
  const server = createServer(TIMEOUTS, createApp(dependencies))
  const probes = createServer(
    TIMEOUTS,
    admin(() => stores.ping()),
  )
  await listen(probes, config.ADMIN_PORT, config.ADMIN_HOST)
  await listen(server, config.PORT, config.HOST)
  log.info({ port: config.PORT, adminPort: config.ADMIN_PORT }, 'listening')

  return {
    async stop() {
      log.info('stopping')
      await Promise.all([drain(server), drain(probes)])
      await stores.close()
    },
  }
}

/** A slow client must not hold a connection for long (W-16). */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 61_000,
  maxHeaderSize: MAX_HEADER_BYTES,
}

function listen(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(port, host, resolve)
  return promise
}

function drain(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const forced = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  server.close(() => {
    clearTimeout(forced)
    resolve()
  })
  server.closeIdleConnections()
  return promise
}
