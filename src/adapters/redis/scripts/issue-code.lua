-- KEYS code, wait, sends; ARGV destination, mac, code life, sends life, then the waits in order.
local code, wait, sends = KEYS[1], KEYS[2], KEYS[3]
local destination, mac = ARGV[1], ARGV[2]
local waits = { unpack(ARGV, 5) }

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
return { 'issued', 0 }
