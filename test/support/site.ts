import { after } from 'node:test'
import { openBrowser } from './chromium.ts'
import { startRedis } from './redis.ts'
import { startService } from './service.ts'

/** The whole service and a browser to open it in, until the tests of the file that asks have ended. */
export async function openSite(
  options: Parameters<typeof startService>[0] = {},
  browserOptions?: Parameters<typeof openBrowser>[0],
) {
  const service = await startService(options)
  const browser = await openBrowser(browserOptions)
  after(async () => {
    await service.stop()
    await browser.close()
  })
  return { service, browser }
}

/** The whole service on a redis-server of its own, until the tests of the file that asks have ended. */
export async function openSiteOnRedis(options: Parameters<typeof startService>[0] = {}) {
  const redis = await startRedis()
  const service = await startService({ ...options, redisUrl: redis.url })
  after(async () => {
    await service.stop()
    await redis.stop()
  })
  return { redis, service }
}

/** A redis-server of its own and a client of it, until the tests of the file that asks have ended. */
export async function openRedis() {
  const redis = await startRedis()
  const client = await redis.client()
  after(() => redis.stop())
  return { redis, client }
}
