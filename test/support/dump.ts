import type { RedisClient } from '../../src/adapters/redis/client.ts'

/** Every key with its content, whatever its type. */
export async function dumpOf(client: RedisClient) {
  const dump = new Map<string, string>()
  for (const key of await client.keys('*')) dump.set(key, JSON.stringify(await contentOf(client, key)))
  return dump
}

/** The same without what is written by the clock: the sums of the day, every few seconds. For comparing before with after. */
export async function lastingDumpOf(client: RedisClient) {
  const dump = await dumpOf(client)
  for (const key of dump.keys()) if (isDayKey(key)) dump.delete(key)
  return dump
}

/** Whether a key is one of the day book's, which no request writes. */
export const isDayKey = (key: string) => key.startsWith('d:')

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
      throw new Error(`no way to read a ${type} is known`)
  }
}
