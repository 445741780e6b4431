-- KEYS of each bucket its log and claims; ARGV 'take' or 'look' (adds nothing), ticket, expiry of a claim in seconds, then
-- per bucket: entry, rule as JSON. Logs are scored by Redis' clock in microseconds (REL-R7). `but`: times of entries to
-- ignore.
local function since(times, from)
  local count = 0
  for _, at in ipairs(times) do if at >= from then count = count + 1 end end
  return count
end

local function nth_newest(log, n, but)
  local rank, aside = n, 0
  repeat
    rank = n + aside
    local at = tonumber(redis.call('ZRANGE', log, rank - 1, rank - 1, 'REV', 'WITHSCORES')[2])
    if not at or #but == 0 then return at end
    aside = since(but, at)
    if n + aside <= rank then return at end
  until false
end

local function within(log, seconds, but)
  local from = now - seconds * SECOND
  return redis.call('ZCOUNT', log, '(' .. text(from), '+inf') - since(but, from + 1)
end

local function free_at(log, rule, but)
  local at = now
  for _, window in ipairs(rule.windows) do
    -- A window is full while its count-th newest entry is inside it.
    local nth = nth_newest(log, window[1], but)
    if nth then at = math.max(at, nth + window[2] * SECOND) end
  end
  local before = rule.waits and within(log, rule.longest, but) or 0
  if before > 0 then
    at = math.max(at, nth_newest(log, 1, but) + rule.waits[math.min(before, #rule.waits)] * SECOND)
  end
  return at
end

-- The times of entries that only claims of other takes hold, and when the last of those claims expires.
local function unsettled(log, claims, own)
  local times, seen, lapse = {}, { [own] = true }, now
  for n, claim in ipairs(redis.call('ZRANGE', claims, 0, -1, 'WITHSCORES')) do
    if n % 2 == 0 then
      lapse = math.max(lapse, tonumber(claim))
    elseif not seen[entry_of(claim)] then
      seen[entry_of(claim)] = true
      times[#times + 1] = tonumber(redis.call('ZSCORE', log, entry_of(claim)))
    end
  end
  return times, lapse
end

local ticket, lapses = ARGV[2], text(now + ARGV[3] * SECOND)
local asked, full, judged = {}, nil, nil
for i = 1, #KEYS / 2 do
  local log, claims = KEYS[2 * i - 1], KEYS[2 * i]
  for _, claim in ipairs(redis.call('ZRANGE', claims, '-inf', text(now), 'BYSCORE')) do drop(log, claims, claim) end
  local entry, rule = ARGV[2 * i + 2], cjson.decode(ARGV[2 * i + 3])
  local there = redis.call('ZSCORE', log, entry)
  local held = there and tonumber(there) > now - rule.longest * SECOND
  local at = (held or rule.replaces) and now or free_at(log, rule, {})
  local joins = held and claimed(claims, entry)
  asked[i] = { log = log, claims = claims, entry = entry, rule = rule, adds = not held and at <= now, joins = joins }
  if at > now and not rule.soft then
    -- A bucket full of claims only is free when they expire; nothing was judged yet (F16).
    local others, lapse = unsettled(log, claims, entry)
    local settled = #others == 0 and at or free_at(log, rule, others)
    local refused = { i, math.max(settled, math.min(at, lapse)) }
    if settled > now then
      judged = { judged and judged[1] or i, math.max(judged and judged[2] or now, refused[2]) }
    else
      full = { full and full[1] or i, math.max(full and full[2] or now, refused[2]) }
    end
  end
end
if judged or full then
  local last = math.max(judged and judged[2] or now, full and full[2] or now)
  return { (judged or full)[1], math.ceil((last - now) / SECOND), {}, {}, judged and 0 or 1 }
end

local added, used = {}, {}
for i, bucket in ipairs(asked) do
  local log, claims, rule = bucket.log, bucket.claims, bucket.rule
  local takes = ARGV[1] == 'take'
  local others = unsettled(log, claims, bucket.entry)
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
  for n, window in ipairs(rule.windows) do used[i][n] = within(log, window[2], others) end
end
return { 0, 0, added, used, 0 }
