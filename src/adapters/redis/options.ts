import type { RedisOptions } from 'ioredis'
import type { RedisAddress } from '../../config/redis-url.ts'

const backOff = (attempt: number) => Math.min(50 * 2 ** (attempt - 1), 2000)

/** Every command ends within about a second (REL-R1). */
const failFast = {
  connectTimeout: 1000,
  maxRetriesPerRequest: 1,
  maxLoadingRetryTime: 1000,
  // Every command would wait for a silent host. timeouts.ts enforces this: ioredis overlooks unread replies (F16).
  socketTimeout: 1000,
  // A script that ran before a disconnect must not run twice: it would cost a second attempt or send.
  autoResendUnfulfilledCommands: false,
  // After a failover the old master answers READONLY; reconnecting finds the new one (REL-R5).
  reconnectOnError: (error: Error) => error.message.includes('READONLY'),
} satisfies RedisOptions

export function redisOptions(address: RedisAddress) {
  const { form, hosts, path } = address
  const common = { ...failFast, ...access(address), enableOfflineQueue: false, retryStrategy: backOff }
  if (form === 'sentinel') return { ...common, ...sentinels(address) }
  return { ...common, ...hosts[0], db: Number(path) }
}

export function clusterOptions(address: RedisAddress) {
  return {
    redisOptions: { ...failFast, ...access(address) },
    enableOfflineQueue: false,
    clusterRetryStrategy: backOff,
    slotsRefreshTimeout: 1000,
    slotsRefreshInterval: 1000,
    // An unserved slot is retried every 100 ms, for no longer than a request can wait.
    maxRedirections: 5,
    retryDelayOnFailover: 0,
  }
}

function access({ username, password, tls }: RedisAddress) {
  return { username, password, ...(tls && { tls: {} }) }
}

function sentinels({ hosts, path, sentinelPassword, tls }: RedisAddress) {
  return {
    sentinels: hosts,
    name: path,
    sentinelPassword,
    ...(tls && { sentinelTLS: {}, enableTLSForSentinelMode: true }),
    sentinelRetryStrategy: backOff,
    sentinelCommandTimeout: 1000,
    // Leaves the old master as soon as a sentinel names another: its writes would be lost (REL-R3).
    failoverDetector: true,
  }
}
