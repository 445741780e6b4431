-- KEYS session, reference; ARGV tag of the id, new life in seconds, window in seconds. Fields: i tag, b sealed session, w
-- start of the window, n visits in it.
local there = redis.call('HMGET', KEYS[1], 'i', 'b', 'w')
if there[1] ~= ARGV[1] or not there[2] then return false end
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[2], ARGV[2])
local now, window = tonumber(redis.call('TIME')[1]), tonumber(ARGV[3])
local began = tonumber(there[3] or 0)
if now - began >= window then
  began = now
  redis.call('HSET', KEYS[1], 'w', began, 'n', 0)
end
return { there[2], redis.call('HINCRBY', KEYS[1], 'n', 1), began + window - now }
