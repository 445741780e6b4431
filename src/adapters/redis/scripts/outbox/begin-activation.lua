-- ARGV stage, body, lifetime. The request itself makes the first try; workers wait for the stage to pass.
local flow = flow_key()

local entry = redis.call('HGET', flow, 'entry')
if not entry or not pending(entry) then
  redis.call('HSET', flow, 'entry', add(ARGV[1], ARGV[2], 1, ARGV[3]), 'holders', 0)
end
redis.call('HINCRBY', flow, 'holders', 1)
redis.call('EXPIRE', flow, ARGV[3])
