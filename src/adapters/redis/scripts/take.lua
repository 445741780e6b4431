-- KEYS buckets; ARGV 'take', or 'look' to change nothing, then of each bucket the entry to add and its rule as JSON.
-- A bucket is a log of entries, scored by Redis' own clock in microseconds (REL-R7).
local SECOND = 1000000
local time = redis.call('TIME')
local now = time[1] * SECOND + time[2]

local function text(number) return string.format('%.0f', number) end

local function nth_newest(bucket, n)
  return tonumber(redis.call('ZRANGE', bucket, n - 1, n - 1, 'REV', 'WITHSCORES')[2])
end

local function within(bucket, seconds)
  return redis.call('ZCOUNT', bucket, '(' .. text(now - seconds * SECOND), '+inf')
end

local function free_at(bucket, rule)
  local at = now
  for _, window in ipairs(rule.windows) do
    -- A window is full as long as the count-th newest is inside it.
    local nth = nth_newest(bucket, window[1])
    if nth then at = math.max(at, nth + window[2] * SECOND) end
  end
  local before = rule.waits and within(bucket, rule.longest) or 0
  if before > 0 then
    at = math.max(at, nth_newest(bucket, 1) + rule.waits[math.min(before, #rule.waits)] * SECOND)
  end
  return at
end

local asked, first, last = {}, 0, now
for i, bucket in ipairs(KEYS) do
  local entry, rule = ARGV[2 * i], cjson.decode(ARGV[2 * i + 1])
  rule.longest = 0
  for _, window in ipairs(rule.windows) do rule.longest = math.max(rule.longest, window[2]) end
  local since = redis.call('ZSCORE', bucket, entry)
  local held = since and tonumber(since) > now - rule.longest * SECOND
  local at = (held or rule.replaces) and now or free_at(bucket, rule)
  asked[i] = { entry = entry, rule = rule, adds = not held and at <= now }
  if at > now and not rule.soft then
    if first == 0 then first = i end
    last = math.max(last, at)
  end
end
if first > 0 then return { first, math.ceil((last - now) / SECOND) } end

local added, used = {}, {}
for i, bucket in ipairs(KEYS) do
  local entry, rule, adds = asked[i].entry, asked[i].rule, asked[i].adds and ARGV[1] == 'take'
  if adds then
    redis.call('ZREMRANGEBYSCORE', bucket, '-inf', rule.replaces and '+inf' or text(now - rule.longest * SECOND))
    redis.call('ZADD', bucket, text(now), entry)
    redis.call('EXPIRE', bucket, rule.longest)
  end
  added[i] = adds and 1 or 0
  used[i] = {}
  for n, window in ipairs(rule.windows) do used[i][n] = within(bucket, window[2]) end
end
return { 0, 0, added, used }
