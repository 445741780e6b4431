import { Cluster } from 'ioredis'
import type { RedisClient } from '../../src/adapters/redis/client.ts'

const SCRIPT = `
local lasting = {}
for _, key in ipairs(redis.call('KEYS', '*')) do
  if redis.call('TTL', key) == -1 then table.insert(lasting, key) end
end
return { redis.call('DBSIZE'), lasting }`

/** The keys that would stay for ever (REL-R9), on every master. Throws if there is no key at all. */
export async function lastingKeys(client: RedisClient): Promise<string[]> {
  const servers = client instanceof Cluster ? client.nodes('master') : [client]
  const found = (await Promise.all(servers.map(server => server.eval(SCRIPT, 0)))) as [number, string[]][]
  if (found.every(([size]) => size === 0)) throw new Error('there is nothing to look at')
  return found.flatMap(([, lasting]) => lasting)
}
