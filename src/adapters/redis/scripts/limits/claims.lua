-- Each log has a set of claims: unsettled takes, scored by their expiry. A claim is the entry itself; for distinct items,
-- which several takes may claim, it is '<entry>:<ticket>'.
local function entry_of(claim) return string.match(claim, '^[^:]+') end

local function claimed(claims, entry)
  for _, claim in ipairs(redis.call('ZRANGE', claims, 0, -1)) do
    if entry_of(claim) == entry then return true end
  end
  return false
end

local function claim_of(entry, ticket) return entry == ticket and entry or entry .. ':' .. ticket end

-- Removes a claim, and its entry if no other claim is left.
local function drop(log, claims, claim)
  redis.call('ZREM', claims, claim)
  local entry = entry_of(claim)
  if entry == claim or not claimed(claims, entry) then redis.call('ZREM', log, entry) end
end

local SECOND = 1000000
local time = redis.call('TIME')
local now = time[1] * SECOND + time[2]

local function text(number) return string.format('%.0f', number) end
