-- ARGV count, lifetime, then per stage: name, wait in milliseconds, next stage. Returns per job: id, age in milliseconds,
-- tries without a known outcome (with this one), body.
if redis.call('EXISTS', jobs) == 0 then return {} end
local most, time = tonumber(ARGV[1]), redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local oldest = string.format('%.0f-0', now - ARGV[2] * 1000)
redis.call('XTRIM', jobs, 'MINID', oldest)
-- XTRIM leaves trimmed entries pending.
for _, job in ipairs(redis.call('XPENDING', jobs, GROUP, '-', '(' .. oldest, 1000)) do
  redis.call('XACK', jobs, GROUP, job[1])
end

local claimed = {}
for i = 3, #ARGV, 3 do
  if #claimed == most then break end
  local due = redis.call('XPENDING', jobs, GROUP, 'IDLE', ARGV[i + 1], '-', '+', most - #claimed, ARGV[i])
  for _, job in ipairs(due) do
    -- XCLAIM drops a trimmed entry and returns nothing.
    local entry = redis.call('XCLAIM', jobs, GROUP, ARGV[i + 2], 0, job[1])[1]
    if entry then
      local age = now - tonumber(string.match(job[1], '^%d+'))
      claimed[#claimed + 1] = { job[1], age, job[4] + 1, entry[2][2] }
    end
  end
end
return claimed
