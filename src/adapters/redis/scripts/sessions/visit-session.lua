-- ARGV tag of the id, window in seconds.
if there.tag ~= ARGV[1] then return false end
redis.call('EXPIRE', KEYS[1], there.life)
redis.call('EXPIRE', KEYS[2], there.life)
local now, window = tonumber(redis.call('TIME')[1]), tonumber(ARGV[2])
local began, visits = there.began, there.visits + 1
if now - began >= window then began, visits = now, 1 end
redis.call('SETRANGE', KEYS[1], WINDOW_AT, struct.pack('>I4I4', began, visits))
local last = {}
-- The flow is the last bucket of a log. Logs have slots of their own, so a cluster stores none here.
for log in string.gmatch(there.logs, '%S+') do last[#last + 1] = redis.call('ZRANGE', log, -1, -1)[1] or '' end
return { there.sealed, visits, began + window - now, there.life, last }
