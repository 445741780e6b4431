import { gzipSync } from 'node:zlib'
import type { Redis } from 'ioredis'
import type { Page } from '../test/support/member.ts'
import type { watchRoundTrips } from '../test/support/round-trips.ts'
import { Driven, type Request } from './driven.ts'

/** What one request of a lone member cost; the same on every machine. */
export interface Visit extends Request {
  status: number
  html: string
  /** The commands that were sent to Redis in between. */
  redis: string[]
  /** As Redis keeps the session after the request. */
  sessionBytes: number
  /** `wire`: as sent, in the best encoding that the driver takes. */
  pageBytes: { raw: number; gzip: number; wire: number }
}

interface Counted {
  origin: string
  proof?: string
  /** Pattern of its session keys. */
  sessions: string
  walkOnce(member: Driven): Promise<void>
}

/** What each request of a lone member costs, on a server that has seen one member before. */
export async function countedJourney(
  site: Counted,
  trips: Awaited<ReturnType<typeof watchRoundTrips>>,
  client: Pick<Redis, 'flushdb' | 'keys' | 'type' | 'strlen' | 'hstrlen'>,
): Promise<Visit[]> {
  // The first journey brings the scripts to Redis; the second is what every other one is like.
  await site.walkOnce(new Driven(site))
  await client.flushdb()
  const visits: Visit[] = []
  await site.walkOnce(new Driven(site, count))
  return visits

  async function count(request: Request, send: () => Promise<Page>): Promise<Page> {
    const { result, commands: redis } = await trips.during(send)
    const { status, html, headers } = result
    const sizes = await Promise.all((await client.keys(site.sessions)).map(sizeOf))
    const wire = Number(headers.get('content-length'))
    const pageBytes = { raw: Buffer.byteLength(html), gzip: gzipSync(html).length, wire }
    visits.push({ ...request, status, html, redis, sessionBytes: Math.max(0, ...sizes), pageBytes })
    return result
  }

  /** In releases before 29 November 2026 it was one field of a hash. */
  async function sizeOf(key: string): Promise<number> {
    return (await client.type(key)) === 'hash' ? client.hstrlen(key, 'b') : client.strlen(key)
  }
}
