-- KEYS of each bucket its log and its claims; ARGV 'take', or 'look' to add nothing, the ticket, how many seconds it counts
-- unsettled, then of each bucket the entry to add and its rule as JSON.
-- A log is scored by Redis' own clock in microseconds (REL-R7).
local function nth_newest(log, n)
  return tonumber(redis.call('ZRANGE', log, n - 1, n - 1, 'REV', 'WITHSCORES')[2])
end

local function within(log, seconds)
  return redis.call('ZCOUNT', log, '(' .. text(now - seconds * SECOND), '+inf')
end

local function free_at(log, rule)
  local at = now
  for _, window in ipairs(rule.windows) do
    -- A window is full as long as the count-th newest is inside it.
    local nth = nth_newest(log, window[1])
    if nth then at = math.max(at, nth + window[2] * SECOND) end
  end
  local before = rule.waits and within(log, rule.longest) or 0
  if before > 0 then
    at = math.max(at, nth_newest(log, 1) + rule.waits[math.min(before, #rule.waits)] * SECOND)
  end
  return at
end

local ticket, lapses = ARGV[2], text(now + ARGV[3] * SECOND)
local asked, first, last = {}, 0, now
for i = 1, #KEYS / 2 do
  local log, claims = KEYS[2 * i - 1], KEYS[2 * i]
  for _, claim in ipairs(redis.call('ZRANGE', claims, '-inf', text(now), 'BYSCORE')) do drop(log, claims, claim) end
  local entry, rule = ARGV[2 * i + 2], cjson.decode(ARGV[2 * i + 3])
  local since = redis.call('ZSCORE', log, entry)
  local held = since and tonumber(since) > now - rule.longest * SECOND
  local at = (held or rule.replaces) and now or free_at(log, rule)
  local joins = held and claimed(claims, entry)
  asked[i] = { log = log, claims = claims, entry = entry, rule = rule, adds = not held and at <= now, joins = joins }
  if at > now and not rule.soft then
    if first == 0 then first = i end
    last = math.max(last, at)
  end
end
if first > 0 then return { first, math.ceil((last - now) / SECOND) } end

local added, used = {}, {}
for i, bucket in ipairs(asked) do
  local log, claims, rule = bucket.log, bucket.claims, bucket.rule
  local takes = ARGV[1] == 'take'
  if takes and bucket.adds then
    redis.call('ZREMRANGEBYSCORE', log, '-inf', rule.replaces and '+inf' or text(now - rule.longest * SECOND))
    redis.call('ZADD', log, text(now), bucket.entry)
    redis.call('EXPIRE', log, rule.longest)
  end
  if takes and not rule.firm and (bucket.adds or bucket.joins) then
    redis.call('ZADD', claims, lapses, claim_of(bucket.entry, ticket))
    redis.call('EXPIRE', claims, rule.longest)
  end
  added[i] = takes and (bucket.adds and 1 or bucket.joins and 2) or 0
  used[i] = {}
  for n, window in ipairs(rule.windows) do used[i][n] = within(log, window[2]) end
end
return { 0, 0, added, used }
