import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config/index.ts'
import type { Dependencies } from '../web/context.ts'
import { admin } from './admin.ts'
import { createApp } from './app.ts'
import { compose } from './compose.ts'
import { drain } from './drain.ts'

const MAX_HEADER_BYTES = 8 * 1024
/** From `stop` until the remaining requests are cut off. */
const STOP_MS = 25_000
const PROBES_MS = 500
const CRASH_MS = 2000

export interface Running {
  /** Reports not ready, accepts requests for `waitMs` more, waits for those in flight, closes all clients (REL-G1). */
  stop(waitMs?: number): Promise<void>
  /** Logs an uncaught error and stops within 2 s, since the process state is unreliable (REL-G2). */
  crash(error: unknown): Promise<void>
}

/** Starts the service, with `extra` pages, and its admin port. Resolves when both listen; on failure closes all and throws. */
export async function startServer(config: Config, extra?: Dependencies['extra']): Promise<Running> {
  const { dependencies, stores, log, worker, close } = await compose(config)
  const { audit, metrics } = dependencies
  let stopping = false
  const server = createServer(TIMEOUTS)
  // While stopping, each response closes its keep-alive connection, so that no client sends into a closed one.
  server.on('request', (_req, res) => void (stopping && res.setHeader('Connection', 'close')))
  server.maxConnections = config.limits.server.connections
  const probes = createServer(TIMEOUTS, admin(notReadyReason, metrics.register))
  try {
    server.on('request', createApp({ ...dependencies, extra }))
    await listen(probes, config.ADMIN_PORT, config.ADMIN_HOST)
    await listen(server, config.PORT, config.HOST)
    dependencies.delay.begin()
  } catch (error) {
    await Promise.all([drain(probes, PROBES_MS), close()])
    throw error
  }
  log.info({ port: config.PORT, adminPort: config.ADMIN_PORT }, 'listening')
  audit('sys_startup')

  return { stop, crash }

  async function stop(waitMs = 0): Promise<void> {
    stopping = true
    // Other instances take over the outbox; the job in progress here completes.
    void worker.stop()
    audit('sys_shutdown')
    await sleep(waitMs)
    await drain(server, STOP_MS - waitMs)
    await close()
    await drain(probes, PROBES_MS)
  }

  async function crash(err: unknown): Promise<void> {
    log.fatal({ err }, 'uncaught')
    audit('sys_crash')
    await Promise.race([stop(), sleep(CRASH_MS)])
  }

  async function notReadyReason(): Promise<string | undefined> {
    if (stopping) return 'stopping'
    try {
      await stores.ready()
    } catch {
      return 'redis unavailable or unsafe'
    }
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
