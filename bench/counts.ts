import { Agent } from 'node:http'
import type { TestRedis } from '../test/support/redis.ts'
import { watchRoundTrips } from '../test/support/round-trips.ts'
import { openBrowser } from './browser.ts'
import type { Cores } from './cores.ts'
import { countingBrowser, type Visit } from './counted.ts'
import { startProcess } from './server-process.ts'
import type { Site } from './sites.ts'

/** What each request of a lone member costs, on a server that has seen one member before. */
export async function countsOf(site: Site, redis: TestRedis, cores: Cores): Promise<Visit[]> {
  const server = await startProcess(site.program, cores)
  const trips = await watchRoundTrips(redis.url)
  const client = await redis.client()
  const agent = new Agent({ keepAlive: true })
  try {
    await site.walkOnce(openBrowser(site.origin, agent))
    await client.flushdb()
    const browser = countingBrowser(openBrowser(site.origin, agent), trips, client, site.sessions)
    await site.walkOnce(browser)
    return browser.visits
  } finally {
    agent.destroy()
    trips.stop()
    await server.stop()
  }
}
