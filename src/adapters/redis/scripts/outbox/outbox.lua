-- KEYS[1] the stream of jobs; then the possible names of a flow, the newest HMAC key's first.
local jobs, GROUP = KEYS[1], 'workers'

local function flow_key()
  for i = 2, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 1 then return KEYS[i] end
  end
  return KEYS[2]
end

-- Every entry is delivered when written, so all are pending: the consumer is the stage, the idle time the wait in it, the
-- delivery count the tries without a known outcome.
local function add(stage, body, tries, lifetime)
  if redis.call('EXISTS', jobs) == 0 then redis.call('XGROUP', 'CREATE', jobs, GROUP, '0', 'MKSTREAM') end
  local id = redis.call('XADD', jobs, '*', 'body', body)
  redis.call('EXPIRE', jobs, lifetime + 3600)
  redis.call('XREADGROUP', 'GROUP', GROUP, stage, 'STREAMS', jobs, '>')
  redis.call('XCLAIM', jobs, GROUP, stage, 0, id, 'RETRYCOUNT', tries, 'JUSTID')
  return id
end

local function remove(id)
  redis.call('XACK', jobs, GROUP, id)
  redis.call('XDEL', jobs, id)
end

local function pending(id)
  if redis.call('EXISTS', jobs) == 0 then return nil end
  return redis.call('XPENDING', jobs, GROUP, id, id, 1)[1]
end
