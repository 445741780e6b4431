import type { RedisClient } from '../../src/adapters/redis/client.ts'

/** Every key with its content, whatever its type. */
export async function dumpOf(client: RedisClient) {
  const dump = new Map<string, string>()
  for (const key of await client.keys('*')) dump.set(key, JSON.stringify(await contentOf(client, key)))
  return dump
}

async function contentOf(client: RedisClient, key: string) {
  const type = await client.type(key)
  switch (type) {
    case 'string':
      return client.get(key)
    case 'hash':
      return client.hgetall(key)
    case 'list':
      return client.lrange(key, 0, -1)
    case 'zset':
      return client.zrange(key, '0', '-1')
    case 'stream':
      return client.xrange(key, '-', '+')
    case 'none':
      // Gone since the keys were listed.
      return null
    default:
      throw new Error(`nobody said what to look for in a ${type}`)
  }
}
