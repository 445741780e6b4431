import { Cluster } from 'ioredis'
import type { RedisClient } from '../../src/adapters/redis/client.ts'

// Redis' clock cannot be moved, so everything that refers to it is: lives grow shorter, the times in a log, of sends and of the windows
// of visits older, and pending entries idle for longer; only how old a stream's entry is stays written in its id.
const SCRIPT = `
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key) - ARGV[1] * 1000
  if redis.call('TYPE', key).ok == 'zset' then
    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
      redis.call('ZINCRBY', key, -ARGV[1] * 10000, member)
    end
  end
  if string.find(key, '}:sends:', 1, true) then
    for _, field in ipairs({ 'e', 'w', 'was_w', 'l' }) do
      if redis.call('HEXISTS', key, field) == 1 then redis.call('HINCRBY', key, field, -ARGV[1] * 1000) end
    end
  end
  if string.sub(key, 1, 2) == 's:' and redis.call('STRLEN', key) > 1 then
    local began = struct.unpack('>I4', redis.call('GETRANGE', key, 26, 29))
    redis.call('SETRANGE', key, 26, struct.pack('>I4', began - ARGV[1]))
  end
  if redis.call('TYPE', key).ok == 'stream' then
    for _, group in ipairs(redis.call('XINFO', 'GROUPS', key)) do
      for _, entry in ipairs(redis.call('XPENDING', key, group[2], '-', '+', 1000)) do
        local idle = string.format('%.0f', entry[3] + ARGV[1] * 1000)
        redis.call('XCLAIM', key, group[2], entry[2], 0, entry[1], 'IDLE', idle, 'JUSTID')
      end
    end
  end
  if left > 0 then redis.call('PEXPIRE', key, left) else redis.call('DEL', key) end
end`

/** Lets `seconds` go by for every key of this server, or of every master of this cluster. */
export async function passTime(client: RedisClient, seconds: number): Promise<void> {
  const servers = client instanceof Cluster ? client.nodes('master') : [client]
  await Promise.all(servers.map(server => server.eval(SCRIPT, 0, seconds)))
}
