import { setTimeout as sleep } from 'node:timers/promises'
import type { RedisClient } from '../../src/adapters/redis/client.ts'
import { memoryOf } from '../proc.ts'
import { slope } from '../slope.ts'
import type { Service } from './service.ts'

const EVERY_MS = 5000
const PINGS = 10
const BRIEF_SECONDS = 900

/** The state of the service at one moment. */
export interface Sample {
  seconds: number
  instances: { pid: number; rssMb: number; loopP99Ms: number }[]
  keys: number
  pingsMs: number[]
}

/** Samples every five seconds until `signal` is aborted. */
export async function samplesUntil(signal: AbortSignal, service: Service, client: RedisClient): Promise<Sample[]> {
  const samples: Sample[] = []
  const startedAt = performance.now()
  while (!signal.aborted) {
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined)
    const seconds = (performance.now() - startedAt) / 1000
    const found = await Promise.all(service.instances.map(each => stateOf(each)))
    samples.push({
      seconds,
      instances: found.flat(),
      keys: await client.call('DBSIZE').then(Number),
      pingsMs: await pings(client),
    })
  }
  return samples
}

/**
 * How many keys are soon to go, and how many stay for an hour or a day by rules that no limits file shortens. Those by which
 * instances try whether Redis can be written to come and go, and count for nothing.
 */
export async function keysOf(client: RedisClient): Promise<{ brief: number; lasting: number }> {
  const keys = (await client.keys('*')).filter(key => !key.startsWith('ready:'))
  const seconds = await Promise.all(keys.map(key => client.ttl(key)))
  const brief = seconds.filter(left => left <= BRIEF_SECONDS).length
  return { brief, lasting: keys.length - brief }
}

/** Megabytes a minute that the fullest of the instances grew by, over the second half of the time: least squares. */
export function slopeOf(samples: readonly Sample[]): number {
  const half = samples.slice(Math.floor(samples.length / 2))
  const pids = new Set(half.flatMap(({ instances }) => instances.map(({ pid }) => pid)))
  const slopes = [...pids].map(pid => {
    const points = half.flatMap(({ seconds, instances }) =>
      instances.filter(each => each.pid === pid).map(({ rssMb }) => ({ x: seconds / 60, y: rssMb })),
    )
    return slope(points)
  })
  return Math.max(...slopes)
}

/** Nothing if the instance is not there just now. The event loop's figure is of the time since it was last asked for. */
async function stateOf({ pid, metrics }: Service['instances'][number]): Promise<Sample['instances']> {
  try {
    const [, lag] = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(await metrics())!
    return [{ pid, rssMb: memoryOf(pid), loopP99Ms: Number(lag) * 1000 }]
  } catch {
    return []
  }
}

async function pings(client: RedisClient): Promise<number[]> {
  const took: number[] = []
  for (let n = 0; n < PINGS; n++) {
    const startedAt = performance.now()
    await client.ping()
    took.push(performance.now() - startedAt)
  }
  return took
}
