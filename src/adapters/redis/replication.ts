import { Cluster, type Redis } from 'ioredis'
import type { RedisClient } from './client.ts'
import { reached } from './reached.ts'

const REPLICAS = 1
const PATIENCE_MS = 100

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
  return async () => {
    try {
      // WAIT is about the connection it is sent on: it must be the one that wrote.
      const server = client instanceof Cluster ? await masterOf(client) : client
      hear(server !== undefined && (await server.wait(REPLICAS, PATIENCE_MS)) >= REPLICAS)
    } catch {
      hear(false)
    }
  }

  async function masterOf(cluster: Cluster): Promise<Redis | undefined> {
    slot ??= Number(await reached(cluster.cluster('KEYSLOT', key)))
    const master = cluster.slots[slot]?.[0]
    return cluster.nodes('master').find(({ options }) => `${options.host}:${options.port}` === master)
  }
}
