import { Cluster, type Redis } from 'ioredis'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './timeouts.ts'

const REPLICAS = 1
const ACKNOWLEDGE_MS = 100
/** After a miss nothing waits for this long: a WAIT blocks everything else on the connection. */
const PAUSE_MS = 1000

/** Reports whether a replica acknowledged the last write to `key`'s server (REL-R3); a miss rejects no request. */
export function replication(
  client: RedisClient,
  key: string,
  report: (acknowledged: boolean) => void = () => {},
): () => Promise<void> {
  if (!(client instanceof Cluster) && !client.options.sentinels) return async () => {}
  let slot: number | undefined
  let underWay: { server: Redis; answer: Promise<boolean> } | undefined
  let missedAt = Number.NEGATIVE_INFINITY
  return async () => report(performance.now() - missedAt >= PAUSE_MS && (await acknowledged()))

  async function acknowledged(): Promise<boolean> {
    try {
      // WAIT must use the connection that wrote.
      const server = client instanceof Cluster ? await masterOf(client) : client
      if (server && (await shared(server))) return true
    } catch {
      // A server that cannot be asked counts as no acknowledgement.
    }
    missedAt = performance.now()
    return false
  }

  /** Replies keep the order of commands: a write made during a WAIT was sent before it. */
  function shared(server: Redis): Promise<boolean> {
    if (underWay?.server === server) return underWay.answer
    const answer = server
      .wait(REPLICAS, ACKNOWLEDGE_MS)
      .finally(() => (underWay = undefined))
      .then(count => count >= REPLICAS)
    underWay = { server, answer }
    return answer
  }

  async function masterOf(cluster: Cluster): Promise<Redis | undefined> {
    slot ??= Number(await orUnavailable(cluster.cluster('KEYSLOT', key)))
    const master = cluster.slots[slot]?.[0]
    return cluster.nodes('master').find(({ options }) => `${options.host}:${options.port}` === master)
  }
}
