import { randomBytes } from 'node:crypto'
import { startConsoleService } from './console.ts'
import { startRedis } from './redis.ts'
import { startService } from './service.ts'

interface Options {
  wizard?: Parameters<typeof startService>[0]
  console?: Parameters<typeof startConsoleService>[0]
}

export type CallCentre = Awaited<ReturnType<typeof startCallCentre>>

/** The wizard and the console as two services on a redis-server of their own. */
export async function startCallCentre({ wizard = {}, console = {} }: Options = {}) {
  const redis = await startRedis()
  const keys = { LIVE_VIEW_KEYS: randomBytes(32).toString('base64') }
  const onBoth = <Given extends { environment?: Record<string, string> }>(options: Given) => ({
    ...options,
    redisUrl: redis.url,
    environment: { ...keys, ...options.environment },
  })
  const service = await startService(onBoth(wizard))
  const site = await startConsoleService(onBoth(console))
  return {
    redis,
    service,
    site,
    async stop() {
      await site.stop().catch(() => {})
      await service.stop()
      await redis.stop()
    },
  }
}
