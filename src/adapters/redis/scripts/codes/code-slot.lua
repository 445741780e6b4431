-- KEYS of a slot, each with its own expiry. `undo` names the last issue while it can be undone; `before` holds what that
-- issue replaced. An issue that is not kept lapses with `unsettled`.
local code, wait, sends, delivery, older = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local undo, unsettled = KEYS[6], KEYS[7]
local before = { [code] = KEYS[8], [wait] = KEYS[9], [delivery] = KEYS[10] }

-- Remaining seconds, rounded up, so that a client that waits them is never too early.
local function seconds(key)
  local left = redis.call('PTTL', key)
  if left < 0 then return 0 end
  return math.max(1, math.ceil(left / 1000))
end

-- Until another code may be asked for; after the last send, until the count expires.
local function seconds_until_next(most)
  if tonumber(redis.call('GET', sends) or 0) >= most then return seconds(sends) end
  return seconds(wait)
end

local function of_destination(destination, mac) return destination .. ' ' .. mac end

local function restore()
  local tries = redis.call('HGET', code, 'tries')
  for now, kept in pairs(before) do
    redis.call('DEL', now)
    if redis.call('EXISTS', kept) == 1 then redis.call('RENAME', kept, now) end
  end
  if redis.call('EXISTS', code) == 1 then
    -- Those tries were also compared with this code and count against it (OTP-3).
    redis.call('HINCRBY', code, 'tries', tries)
    redis.call('LPOP', older)
  end
  -- DECR on an expired key would create one without expiry (REL-R9).
  if redis.call('EXISTS', sends) == 1 and redis.call('DECR', sends) <= 0 then redis.call('DEL', sends) end
  redis.call('DEL', undo, unsettled)
end

-- The send was not confirmed in time: undo it (OTP-17).
if redis.call('HGET', undo, 'kept') == 'no' and redis.call('EXISTS', unsettled) == 0 then restore() end
