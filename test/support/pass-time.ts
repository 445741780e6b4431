import type { RedisClient } from '../../src/adapters/redis/client.ts'

// Redis' clock cannot be moved, so everything that refers to it is: lives grow shorter, and the times in a log older.
const SCRIPT = `
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key) - ARGV[1] * 1000
  if redis.call('TYPE', key).ok == 'zset' then
    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
      redis.call('ZINCRBY', key, -ARGV[1] * 1000000, member)
    end
  end
  if left > 0 then redis.call('PEXPIRE', key, left) else redis.call('DEL', key) end
end`

/** Lets `seconds` go by for every key of this server. */
export async function passTime(client: RedisClient, seconds: number): Promise<void> {
  await client.eval(SCRIPT, 0, seconds)
}
