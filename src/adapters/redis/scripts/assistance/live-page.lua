-- KEYS of a page that its member has opened: view, trail, watch, ended. ARGV[1] its name, by which consoles hear of changes.
-- The view has the expiry of the opening; without it the page is closed. `watch` holds who follows, and since when.
local view, trail, watch, ended = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

local function is_open() return redis.call('EXISTS', view) == 1 end

local function ring() redis.call('PUBLISH', 'live:' .. ARGV[1], '') end

-- The newest `most` of the happenings from ARGV[first] on.
local function tell(most, first)
  for i = first, #ARGV do redis.call('RPUSH', trail, ARGV[i]) end
  redis.call('LTRIM', trail, -most, -1)
  redis.call('PEXPIRE', trail, redis.call('PTTL', view))
end

-- `names`: all of its flow, since codes may have another than the page while HMAC keys are rotated.
local function show(sealed, seconds, at, names)
  redis.call('HSET', view, 'v', sealed, 'at', at, 'n', names)
  redis.call('EXPIRE', view, seconds)
end

-- `seconds`: after so long without a sign of the agent nobody follows.
local function follow(agent, seconds)
  local since = redis.call('HGET', watch, 'agent') == agent and redis.call('HGET', watch, 'since')
  if not since then
    local time = redis.call('TIME')
    since = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
    redis.call('HSET', watch, 'agent', agent, 'since', since)
  end
  redis.call('EXPIRE', watch, seconds)
  return since
end
