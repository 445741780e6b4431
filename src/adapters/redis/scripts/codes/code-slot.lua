-- KEYS of a slot, each with a life of its own. `undo` says whose issue can still be taken back: what it replaced lies under
-- the names of before, with the tries and lives that it had. Until it is kept, it holds for as long as `unsettled` lives.
local code, wait, sends, delivery, older = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local undo, unsettled = KEYS[6], KEYS[7]
local before = { [code] = KEYS[8], [wait] = KEYS[9], [delivery] = KEYS[10] }

-- Whole seconds until the key is gone, rounded up: whoever waits that long is never too early.
local function seconds(key)
  local left = redis.call('PTTL', key)
  if left < 0 then return 0 end
  return math.max(1, math.ceil(left / 1000))
end

-- Until another code may be asked for: after the last send, not before the count is forgotten.
local function seconds_until_next(most)
  if tonumber(redis.call('GET', sends) or 0) >= most then return seconds(sends) end
  return seconds(wait)
end

-- How a code that was replaced is remembered.
local function of_destination(destination, mac) return destination .. ' ' .. mac end

-- Puts all back as it was before the last issue.
local function restore()
  local tries = redis.call('HGET', code, 'tries')
  for now, kept in pairs(before) do
    redis.call('DEL', now)
    if redis.call('EXISTS', kept) == 1 then redis.call('RENAME', kept, now) end
  end
  if redis.call('EXISTS', code) == 1 then
    -- Whoever tried meanwhile was told whether it was this one: those tries are its own too (OTP-3).
    redis.call('HINCRBY', code, 'tries', tries)
    redis.call('LPOP', older)
  end
  -- Counting down a key that has expired would make one that never does (REL-R9).
  if redis.call('EXISTS', sends) == 1 and redis.call('DECR', sends) <= 0 then redis.call('DEL', sends) end
  redis.call('DEL', undo, unsettled)
end

-- Nobody has said in time that the message is on its way: it never was (OTP-17).
if redis.call('HGET', undo, 'kept') == 'no' and redis.call('EXISTS', unsettled) == 0 then restore() end
