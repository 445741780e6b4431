-- KEYS of each bucket its log and claims; ARGV ticket, then per bucket: action, entry, 1 if this take added and kept the
-- entry before or 'claimed' if it comes with its take, so that there is a claim to keep or nothing, longest window in seconds,
-- place in its log.
local ticket = ARGV[1]
for i = 1, #KEYS / 2 do
  local log, claims = KEYS[2 * i - 1], KEYS[2 * i]
  local how, entry, ours, longest, place = unpack(ARGV, 5 * i - 3, 5 * i + 1)
  local claim = claim_of(entry, ticket)
  longest, place = tonumber(longest), tonumber(place)
  if how == 'clear' then
    remove(log, place, APART - 1)
    for _, other in ipairs(redis.call('ZRANGE', claims, 0, -1)) do
      if together(place, entry, other) then redis.call('ZREM', claims, other) end
    end
  elseif how == 'keep' then
    local lapsed = redis.call('ZREM', claims, claim) == 0 and ours ~= 'claimed'
    if lapsed and redis.call('ZADD', log, 'NX', text(place * APART + now), entry) == 1 then prolong(log, longest) end
    -- An entry kept by one take is permanent for all that claim it.
    for _, other in ipairs(is_ticket(entry, ticket) and {} or redis.call('ZRANGE', claims, 0, -1)) do
      if entry_of(other) == entry then redis.call('ZREM', claims, other) end
    end
  elseif redis.call('ZSCORE', claims, claim) then
    drop(log, claims, claim)
  elseif ours == '1' then
    redis.call('ZREM', log, entry)
  end
end
