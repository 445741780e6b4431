-- KEYS code, wait, sends, delivery, replaced; ARGV destination, mac, code life, sends life, id and way of the dispatch or
-- '', then the waits in order.
local code, wait, sends, delivery, replaced = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local destination, mac, id, via = ARGV[1], ARGV[2], ARGV[5], ARGV[6]
local waits = { unpack(ARGV, 7) }

if redis.call('GET', wait) == destination then return { 'wait', seconds(wait) } end
if tonumber(redis.call('GET', sends) or 0) > #waits then return { 'exhausted', seconds(sends) } end

local sent = redis.call('INCR', sends)
if redis.call('PTTL', sends) < 0 then redis.call('EXPIRE', sends, ARGV[4]) end

local old = redis.call('HMGET', code, 'destination', 'mac')
local previous = old[1] == destination and old[2]
redis.call('DEL', replaced)
-- Renamed, a code keeps its tries and what is left of its life, for withdraw-code.
if previous then redis.call('RENAME', code, replaced) else redis.call('DEL', code) end
redis.call('HSET', code, 'destination', destination, 'mac', mac, 'tries', 0)
if previous then redis.call('HSET', code, 'previous', previous) end
redis.call('EXPIRE', code, ARGV[3])
redis.call('SET', wait, destination, 'EX', waits[math.min(sent, #waits)])

redis.call('DEL', delivery)
if id ~= '' then
  redis.call('HSET', delivery, 'id', id, 'via', via)
  redis.call('EXPIRE', delivery, ARGV[4])
end
return { 'issued', 0 }
