-- KEYS session, reference; ARGV tag of the id, life in seconds if none is stored, window in seconds. Fields: i tag, b sealed
-- session, k its life from each visit, l logs of the member's last session, w start of the window, n visits in it.
local there = redis.call('HMGET', KEYS[1], 'i', 'b', 'k', 'l', 'w')
if there[1] ~= ARGV[1] or not there[2] then return false end
local life = there[3] or ARGV[2]
redis.call('EXPIRE', KEYS[1], life)
redis.call('EXPIRE', KEYS[2], life)
local now, window = tonumber(redis.call('TIME')[1]), tonumber(ARGV[3])
local began = tonumber(there[5] or 0)
if now - began >= window then
  began = now
  redis.call('HSET', KEYS[1], 'w', began, 'n', 0)
end
local last = {}
-- Logs have slots of their own, so a cluster stores none here.
for log in string.gmatch(there[4] or '', '%S+') do last[#last + 1] = redis.call('ZRANGE', log, -1, -1)[1] or '' end
return { there[2], redis.call('HINCRBY', KEYS[1], 'n', 1), began + window - now, tonumber(life), last }
