-- KEYS bucket; ARGV pairs of count and seconds. A log of what was taken, scored by Redis' own clock in microseconds (REL-R7).
local bucket = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local longest, free_at = 0, now
for i = 1, #ARGV, 2 do
  local count, seconds = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  longest = math.max(longest, seconds)
  -- The window is full as long as the count-th newest is inside it.
  local newest = redis.call('ZRANGE', bucket, count - 1, count - 1, 'REV', 'WITHSCORES')
  if newest[2] then free_at = math.max(free_at, newest[2] + seconds * 1000000) end
end
if free_at > now then return math.ceil((free_at - now) / 1000000) end

redis.call('ZREMRANGEBYSCORE', bucket, '-inf', string.format('%.0f', now - longest * 1000000))
-- The size keeps two members of one microsecond apart.
redis.call('ZADD', bucket, string.format('%.0f', now), string.format('%.0f:%d', now, redis.call('ZCARD', bucket)))
redis.call('EXPIRE', bucket, longest)
return 0
