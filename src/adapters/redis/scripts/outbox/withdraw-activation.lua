-- Gives 1 where no worker has tried it: this holder lets go, and the last one removes it.
local flow = flow_key()

local entry = redis.call('HGET', flow, 'entry')
local job = entry and pending(entry)
if not job then return 0 end
local holders = redis.call('HINCRBY', flow, 'holders', -1)
if job[4] > 1 then return 0 end
if holders <= 0 then
  remove(entry)
  redis.call('HDEL', flow, 'entry', 'holders')
end
return 1
