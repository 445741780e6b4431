-- Whole seconds until the key is gone, rounded up: whoever waits that long is never too early.
local function seconds(key)
  local left = redis.call('PTTL', key)
  if left < 0 then return 0 end
  return math.max(1, math.ceil(left / 1000))
end

-- Until another code may be asked for: after the last send, not before the count is forgotten.
local function seconds_until_next(wait, sends, most)
  if tonumber(redis.call('GET', sends) or 0) >= most then return seconds(sends) end
  return seconds(wait)
end
