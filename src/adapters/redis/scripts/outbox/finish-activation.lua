-- ARGV kind, sealed end, lifetime, then per notice: stage, body. Returns 1 if this end counts.
local flow = flow_key()
local kind, lifetime = ARGV[1], ARGV[3]

local entry = redis.call('HGET', flow, 'entry')
if entry then
  remove(entry)
  redis.call('HDEL', flow, 'entry', 'holders')
end
local before = redis.call('HGET', flow, 'kind')
if before == 'done' or (before and kind ~= 'done') then return 0 end
redis.call('HSET', flow, 'kind', kind, 'settlement', ARGV[2])
redis.call('EXPIRE', flow, lifetime)
-- Whether its page is open is kept in another slot.
for i = 2, #KEYS do redis.call('PUBLISH', 'live:' .. string.match(KEYS[i], ':([^:]+)$'), '') end
for i = 4, #ARGV, 2 do add(ARGV[i], ARGV[i + 1], 0, lifetime) end
return 1
