import { Cluster, Redis } from 'ioredis'
import { parseRedisUrl } from '../../config/redis-url.ts'
import { Unavailable } from '../../ports/index.ts'
import { clusterOptions, redisOptions } from './options.ts'
import { enforceSocketTimeout } from './timeouts.ts'

export type RedisClient = Redis | Cluster

/** `onError` gets each failed attempt. Throws if the URL has no known form. */
export function connectRedis(url: string, onError: (error: Error) => void = () => {}): RedisClient {
  const address = parseRedisUrl(url)
  const client =
    address.form === 'cluster' ? new Cluster(address.hosts, clusterOptions(address)) : new Redis(redisOptions(address))
  enforceSocketTimeout(client)
  // Without a listener an 'error' event would end the process.
  return client.on('error', onError)
}

export async function quit(client: RedisClient): Promise<void> {
  await client.quit().catch(() => client.disconnect())
}

/** Resolves when commands are accepted; throws `Unavailable` after `withinMs`. */
export async function ready(client: RedisClient, withinMs = 5000): Promise<void> {
  if (client.status === 'ready') return
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Unavailable('redis')), withinMs)
  client.once('ready', resolve)
  try {
    await promise
  } finally {
    clearTimeout(timer)
    client.off('ready', resolve)
  }
}
