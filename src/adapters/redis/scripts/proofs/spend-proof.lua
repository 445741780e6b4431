-- KEYS all spent proofs, scored by when each may be forgotten; ARGV name, life in seconds. Returns 1 for a proof that is new.
local SECOND = 10000
local time = redis.call('TIME')
local now = time[1] * SECOND + math.floor(time[2] / 100)
local function text(number) return string.format('%.0f', number) end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now))
if redis.call('ZADD', KEYS[1], 'NX', text(now + ARGV[2] * SECOND), ARGV[1]) == 0 then return 0 end
if redis.call('PTTL', KEYS[1]) < ARGV[2] * 1000 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return 1
