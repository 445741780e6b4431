import type { RequestListener, Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AuditTrail } from '../observability/audit.ts'
import type { Logger } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'
import { admin } from './admin.ts'
import { drainable } from './drain.ts'

const MAX_HEADER_BYTES = 8 * 1024
/** From `stop` until the remaining requests are cut off. */
const STOP_MS = 25_000
const PROBES_MS = 500
const CRASH_MS = 2000

export interface Place {
  port: number
  host: string
}

export interface Service {
  createApp(): RequestListener
  place: Place
  adminPlace: Place
  connections: number
  metrics: Pick<Metrics, 'register' | 'ready'>
  log: Logger
  audit: AuditTrail
  /** Throws `Unavailable` if the stores cannot be used. */
  ready(): Promise<void>
  /** Called when a stop begins, before requests are waited for. */
  onStop(): void
  close(): Promise<void>
}

export interface Running {
  /** Reports not ready, accepts requests for `waitMs` more, waits for those in flight, closes all clients (REL-G1). */
  stop(waitMs?: number): Promise<void>
  /** Logs an uncaught error and stops within 2 s, since the process state is unreliable (REL-G2). */
  crash(error: unknown): Promise<void>
}

/** Serves an app and its probes. Resolves when both listen; on failure closes all and throws. */
export async function serve(service: Service): Promise<Running> {
  const { place, adminPlace, metrics, log, audit, close } = service
  let stopping = false
  const { server, drain } = drainable(TIMEOUTS)
  // While stopping, each response closes its keep-alive connection, so that no client sends into a closed one.
  server.on('request', (_req, res) => void (stopping && res.setHeader('Connection', 'close')))
  server.maxConnections = service.connections
  const probes = drainable(TIMEOUTS, admin(notReadyReason, metrics.register))
  try {
    server.on('request', service.createApp())
    await listen(probes.server, adminPlace)
    await listen(server, place)
  } catch (error) {
    await Promise.all([probes.drain(PROBES_MS), close()])
    throw error
  }
  log.info({ port: place.port, adminPort: adminPlace.port }, 'listening')
  audit('sys_startup')

  return { stop, crash }

  async function stop(waitMs = 0): Promise<void> {
    stopping = true
    service.onStop()
    audit('sys_shutdown')
    await sleep(waitMs)
    await drain(STOP_MS - waitMs)
    await close()
    await probes.drain(PROBES_MS)
  }

  async function crash(err: unknown): Promise<void> {
    log.fatal({ err }, 'uncaught')
    audit('sys_crash')
    await Promise.race([stop(), sleep(CRASH_MS)])
  }

  async function notReadyReason(): Promise<string | undefined> {
    const reason = await obstacle()
    metrics.ready(!reason)
    return reason
  }

  async function obstacle(): Promise<string | undefined> {
    if (stopping) return 'stopping'
    try {
      await service.ready()
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

function listen(server: Server, { port, host }: Place): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(port, host, resolve)
  return promise
}
