-- Returns 1 if no worker has tried the job; the last holder removes it.
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
