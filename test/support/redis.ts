import { connectRedis, type RedisClient, ready } from '../../src/adapters/redis/client.ts'
import { startNode } from './redis-node.ts'

export interface TestRedis {
  url: string
  port: number
  /** Connected, and disconnected by `stop`. */
  client(url?: string): Promise<RedisClient>
  /** Kills the server and starts an empty one in its place. */
  restart(): Promise<void>
  kill(): Promise<void>
  /** Freezes the server as it is, until `thaw`. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** A redis-server of one's own on a free loopback port, which keeps nothing. `settings` are further command-line words. */
export async function startRedis(...settings: string[]): Promise<TestRedis> {
  const node = await startNode(...settings)
  const url = `redis://127.0.0.1:${node.port}`
  const { client, disconnect } = connections(url)
  return {
    ...node,
    url,
    client,
    async stop() {
      disconnect()
      await node.stop()
    },
  }
}

/** Clients of one Redis, whatever its form: opened one by one, closed together. */
export function connections(url: string) {
  const clients: RedisClient[] = []
  return {
    async client(at = url) {
      const client = connectRedis(at)
      clients.push(client)
      await ready(client)
      return client
    },
    disconnect() {
      for (const client of clients) client.disconnect()
    },
  }
}
