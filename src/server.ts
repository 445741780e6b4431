import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { admin } from './admin.ts'
import { createApp } from './app.ts'
import { ensureAssets } from './assets/build.ts'
import { compose } from './compose.ts'
import type { Config } from './config.ts'

const MAX_HEADER_BYTES = 8 * 1024
const DRAIN_MS = 25_000
const CRASH_MS = 2000

export interface Running {
  /** Stops accepting, lets requests in flight finish, and closes what is behind. */
  stop(): Promise<void>
  /** The same after an error that nobody caught, which is logged; shorter, since nothing can be relied on any more (REL-G2). */
  crash(error: unknown): Promise<void>
}

/** Starts the service and its admin port. Resolves when both listen. */
export async function startServer(config: Config): Promise<Running> {
  await ensureAssets()
  const { dependencies, stores, log, close } = await compose(config)
  const { audit, metrics } = dependencies
  const server = createServer(TIMEOUTS, createApp(dependencies))
  server.maxConnections = config.limits.server.connections
  const probes = createServer(
    TIMEOUTS,
    admin(() => stores.ping(), metrics.register),
  )
  await listen(probes, config.ADMIN_PORT, config.ADMIN_HOST)
  await listen(server, config.PORT, config.HOST)
  log.info({ port: config.PORT, adminPort: config.ADMIN_PORT }, 'listening')
  audit('sys_startup')

  return { stop, crash }

  async function stop(): Promise<void> {
    audit('sys_shutdown')
    await Promise.all([drain(server), drain(probes)])
    await close()
  }

  async function crash(err: unknown): Promise<void> {
    log.fatal({ err }, 'uncaught')
    audit('sys_crash')
    await Promise.race([stop(), sleep(CRASH_MS)])
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
