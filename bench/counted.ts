import { gzipSync } from 'node:zlib'
import type { Redis } from 'ioredis'
import type { watchRoundTrips } from '../test/support/round-trips.ts'
import type { Answer, Browser } from './browser.ts'

/** What one request of a lone member cost; the same on every machine. */
export interface Visit extends Answer {
  /** The commands that were sent to Redis meanwhile. */
  redis: string[]
  /** As Redis keeps the session after the request. */
  sessionBytes: number
  pageBytes: { raw: number; gzip: number }
}

/** A browser that counts: `visits` grows with each request. `sessions` is the pattern of the session's key. */
export function countingBrowser(
  browser: Browser,
  trips: Awaited<ReturnType<typeof watchRoundTrips>>,
  client: Pick<Redis, 'keys' | 'type' | 'strlen' | 'hstrlen'>,
  sessions: string,
): Browser & { visits: Visit[] } {
  const visits: Visit[] = []
  return {
    visits,
    get: path => count(() => browser.get(path)),
    post: (path, fields) => count(() => browser.post(path, fields)),
  }

  async function count(request: () => Promise<Answer>): Promise<Answer> {
    const { result, commands } = await trips.during(request)
    const keys = await client.keys(sessions)
    const sizes = await Promise.all(keys.map(sizeOf))
    const pageBytes = { raw: Buffer.byteLength(result.body), gzip: gzipSync(result.body).length }
    visits.push({ ...result, redis: commands, sessionBytes: Math.max(0, ...sizes), pageBytes })
    return result
  }

  /** Ours is one field of a hash, the floor's a string. */
  async function sizeOf(key: string): Promise<number> {
    return (await client.type(key)) === 'hash' ? client.hstrlen(key, 'b') : client.strlen(key)
  }
}
