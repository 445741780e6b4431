import type { RedisOptions } from 'ioredis'
import type { RedisAddress } from '../../config/redis-url.ts'

const backOff = (attempt: number) => Math.min(50 * 2 ** (attempt - 1), 2000)

/** Every command ends within about a second, well or badly (REL-R1). */
const haste = {
  connectTimeout: 1000,
  maxRetriesPerRequest: 1,
  maxLoadingRetryTime: 1000,
  // A host gone silent keeps its connections, and each further command of a request would wait for it once more. This limit,
  // and that of each command, are last-look.ts's: those of ioredis fire while the reply lies in the socket (F16).
  socketTimeout: 1000,
  // A script that ran before the connection broke must not run twice: it would cost a second attempt or a second send.
  autoResendUnfulfilledCommands: false,
  // After a failover the old master answers READONLY: connecting again finds the new one (REL-R5).
  reconnectOnError: (error: Error) => error.message.includes('READONLY'),
} satisfies RedisOptions

/** The ioredis options for one server, with or without TLS, or for the master that sentinels name. */
export function redisOptions(address: RedisAddress) {
  const { form, hosts, path } = address
  const common = { ...haste, ...access(address), enableOfflineQueue: false, retryStrategy: backOff }
  if (form === 'sentinel') return { ...common, ...sentinels(address) }
  return { ...common, ...hosts[0], db: Number(path) }
}

/** The ioredis options for a cluster; its nodes take the same limits through `redisOptions`. */
export function clusterOptions(address: RedisAddress) {
  return {
    redisOptions: { ...haste, ...access(address) },
    enableOfflineQueue: false,
    clusterRetryStrategy: backOff,
    slotsRefreshTimeout: 1000,
    slotsRefreshInterval: 1000,
    // A slot that nobody serves now is asked for again every 100 ms, but not for longer than a request can wait.
    maxRedirections: 5,
    // Would repeat what may have run already, see above; a failover outlasts a member's patience anyway (ADR 16).
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
    // Leaves the old master as soon as a sentinel names another: what it still took would be lost (REL-R3).
    failoverDetector: true,
  }
}
