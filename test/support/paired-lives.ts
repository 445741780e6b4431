import type { RedisClient } from '../../src/adapters/redis/client.ts'

const SCRIPT = `
local sessions, references = {}, {}
for _, key in ipairs(redis.call('KEYS', 's:*')) do
  if redis.call('STRLEN', key) > 1 then table.insert(sessions, redis.call('PTTL', key)) end
end
for _, key in ipairs(redis.call('KEYS', 'r:*')) do table.insert(references, redis.call('PTTL', key)) end
table.sort(sessions)
table.sort(references)
return { sessions, references }`

/** How long each session, and each support reference, still lives at one moment, in milliseconds; the shortest first. */
export async function pairedLives(client: RedisClient): Promise<{ sessions: number[]; references: number[] }> {
  const [sessions, references] = (await client.eval(SCRIPT, 0)) as [number[], number[]]
  return { sessions, references }
}
