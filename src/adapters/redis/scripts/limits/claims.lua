-- Beside each log lie the claims of takes that nobody has settled yet, scored by when they lapse. The claim of a plain take
-- is its entry; where entries are distinct things several takes may claim one, each by '<entry>:<ticket>'.
local function entry_of(claim) return string.match(claim, '^[^:]+') end

local function claimed(claims, entry)
  for _, claim in ipairs(redis.call('ZRANGE', claims, 0, -1)) do
    if entry_of(claim) == entry then return true end
  end
  return false
end

local function claim_of(entry, ticket) return entry == ticket and entry or entry .. ':' .. ticket end

-- Takes a claim back, and the entry with the last claim on it.
local function drop(log, claims, claim)
  redis.call('ZREM', claims, claim)
  local entry = entry_of(claim)
  if entry == claim or not claimed(claims, entry) then redis.call('ZREM', log, entry) end
end

local SECOND = 1000000
local time = redis.call('TIME')
local now = time[1] * SECOND + time[2]

local function text(number) return string.format('%.0f', number) end
