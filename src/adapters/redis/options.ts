import type { RedisOptions } from 'ioredis'
import type { RedisAddress } from './url.ts'

const backOff = (attempt: number) => Math.min(50 * 2 ** (attempt - 1), 2000)

/** Every command ends within about a second, well or badly (REL-R1). */
const haste = {
  connectTimeout: 1000,
  commandTimeout: 1000,
  maxRetriesPerRequest: 1,
  // A script that ran before the connection broke must not run twice: it would cost a second attempt or a second send.
  autoResendUnfulfilledCommands: false,
  // After a failover the old master answers READONLY: connecting again finds the new one (REL-R5).
  reconnectOnError: (error: Error) => error.message.includes('READONLY'),
} satisfies RedisOptions

/** The ioredis options for one server, with or without TLS, or for the master that sentinels name. */
export function redisOptions({ scheme, hosts, username, password, path }: RedisAddress) {
  const common = { ...haste, username, password, enableOfflineQueue: false, retryStrategy: backOff }
  if (scheme === 'redis+sentinel')
    return { ...common, sentinels: hosts, name: path, sentinelRetryStrategy: backOff, sentinelCommandTimeout: 1000 }
  return { ...common, ...hosts[0], db: Number(path), ...(scheme === 'rediss' && { tls: {} }) }
}

/** The ioredis options for a cluster; its nodes take the same limits through `redisOptions`. */
export function clusterOptions({ username, password }: RedisAddress) {
  return {
    redisOptions: { ...haste, username, password },
    enableOfflineQueue: false,
    clusterRetryStrategy: backOff,
    slotsRefreshTimeout: 1000,
  }
}
