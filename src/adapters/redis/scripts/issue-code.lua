-- KEYS code, wait, sends, delivery; ARGV destination, mac, code life, sends life, id and way of the dispatch or '', then
-- the waits in order.
local code, wait, sends, delivery = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local destination, mac, id, via = ARGV[1], ARGV[2], ARGV[5], ARGV[6]
local waits = { unpack(ARGV, 7) }

if redis.call('GET', wait) == destination then return { 'wait', seconds(wait) } end
if tonumber(redis.call('GET', sends) or 0) > #waits then return { 'exhausted', seconds(sends) } end

local sent = redis.call('INCR', sends)
if redis.call('PTTL', sends) < 0 then redis.call('EXPIRE', sends, ARGV[4]) end

local old = redis.call('HMGET', code, 'destination', 'mac')
redis.call('DEL', code)
redis.call('HSET', code, 'destination', destination, 'mac', mac, 'tries', 0)
if old[1] == destination and old[2] then redis.call('HSET', code, 'previous', old[2]) end
redis.call('EXPIRE', code, ARGV[3])
redis.call('SET', wait, destination, 'EX', waits[math.min(sent, #waits)])

redis.call('DEL', delivery)
if id ~= '' then
  redis.call('HSET', delivery, 'id', id, 'via', via)
  redis.call('EXPIRE', delivery, ARGV[4])
end
return { 'issued', 0 }
