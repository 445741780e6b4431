import { type Child, startChild } from '../../test/support/child.ts'
import { startReadyProxy } from '../../test/support/ready-proxy.ts'
import { startRedis } from '../../test/support/redis.ts'
import { surroundings } from '../../test/support/surroundings.ts'
import { postBox } from '../post-box.ts'
import { LIMITS } from './limits.ts'

const MEMBER_API_MS = 150
const CHECK_MS = 1000
/** Those of `npm start`. */
const NODE_OPTIONS = ['--max-semi-space-size=16', '--max-old-space-size=160']

export type Service = Awaited<ReturnType<typeof startService>>

/** `count` instances on one Redis, behind a proxy that takes turns and asks for readiness every second. */
export async function startService(count: number) {
  const redis = await startRedis()
  const proxy = await startReadyProxy(CHECK_MS)
  const origin = `http://127.0.0.1:${proxy.port}`
  const around = await surroundings({
    redisUrl: redis.url,
    limits: LIMITS,
    memberData: { delayMs: MEMBER_API_MS },
    environment: {
      MALLOC_ARENA_MAX: '1',
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      PUBLIC_URL: origin,
      TRUST_PROXY: '1',
    },
  })
  const instances: Child[] = []
  for (let started = 0; started < count; started++) await add()
  return { origin, redis, instances, codeSentTo: postBox(around.farEnds), enrol: around.enrol, killOldest, stop }

  async function add(): Promise<void> {
    const instance = await startChild(around.environment, NODE_OPTIONS)
    instances.push(instance)
    await proxy.add(instance)
  }

  /** kill -9, and another replaces it as soon as it is ready. */
  async function killOldest(): Promise<void> {
    const oldest = instances.shift()!
    await oldest.end('SIGKILL')
    proxy.remove(oldest)
    await add()
  }

  async function stop(): Promise<void> {
    proxy.stop()
    await Promise.all(instances.map(each => each.end('SIGKILL')))
    await Promise.all([around.stop(), redis.stop()])
  }
}
