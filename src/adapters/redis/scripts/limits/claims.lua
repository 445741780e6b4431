-- Each log has a set of claims: unsettled takes, scored by their expiry. A claim is the entry itself; for distinct items,
-- which several takes may claim, it is '<entry>:<ticket>'.
local function entry_of(claim) return string.match(claim, '^[^:]+') end

local function claimed(claims, entry)
  for _, claim in ipairs(redis.call('ZRANGE', claims, 0, -1)) do
    if entry_of(claim) == entry then return true end
  end
  return false
end

local function is_ticket(entry, ticket) return string.sub(entry, -#ticket) == ticket end

local function claim_of(entry, ticket) return is_ticket(entry, ticket) and entry or entry .. ':' .. ticket end

-- Removes a claim, and its entry if no other claim is left.
local function drop(log, claims, claim)
  redis.call('ZREM', claims, claim)
  local entry = entry_of(claim)
  if entry == claim or not claimed(claims, entry) then redis.call('ZREM', log, entry) end
end

-- Buckets that share a log are apart by their scores: place × APART + time. Place 0 has its log for itself.
local SECOND, APART = 10000, 1e14
local time = redis.call('TIME')
local now = time[1] * SECOND + math.floor(time[2] / 100)

local function text(number) return string.format('%.0f', number) end

-- Whether two entries of a log are in one bucket.
local function together(place, entry, other) return place == 0 or string.sub(entry, 1, 1) == string.sub(other, 1, 1) end

-- A log lives as long as the longest window that it was written for.
local function prolong(key, seconds)
  if redis.call('PTTL', key) < seconds * 1000 then redis.call('EXPIRE', key, seconds) end
end

local function remove(log, place, last)
  redis.call('ZREMRANGEBYSCORE', log, text(place * APART), text(place * APART + last))
end
