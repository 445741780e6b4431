import { Cluster, type Redis } from 'ioredis'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './last-look.ts'

const REPLICAS = 1
const PATIENCE_MS = 100
/** For so long after a miss nobody waits: each wait holds up everything else on the connection. */
const PAUSE_MS = 1000

/**
 * A function that waits until what was written last to `key`'s server has reached a replica (REL-R3), where there are any.
 * What was not acknowledged in time may still arrive, and stands on the master: `hear` is told, nobody is refused.
 */
export function replication(
  client: RedisClient,
  key: string,
  hear: (reached: boolean) => void = () => {},
): () => Promise<void> {
  if (!(client instanceof Cluster) && !client.options.sentinels) return async () => {}
  let slot: number | undefined
  let underWay: { server: Redis; answer: Promise<boolean> } | undefined
  let missedAt = Number.NEGATIVE_INFINITY
  return async () => hear(performance.now() - missedAt >= PAUSE_MS && (await acknowledged()))

  async function acknowledged(): Promise<boolean> {
    try {
      // WAIT is about the connection it is sent on: it must be the one that wrote.
      const server = client instanceof Cluster ? await masterOf(client) : client
      if (server && (await shared(server))) return true
    } catch {
      // A server that cannot be asked has told of no replica.
    }
    missedAt = performance.now()
    return false
  }

  /** Answers come in the order of the commands: whoever has written while a WAIT is under way had done so before it. */
  function shared(server: Redis): Promise<boolean> {
    if (underWay?.server === server) return underWay.answer
    const answer = server
      .wait(REPLICAS, PATIENCE_MS)
      // Before any later answer is heard, so that no later write shares it.
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
