-- KEYS of each bucket its log and claims; ARGV 'take' or 'look' (adds nothing), ticket, expiry of a claim in seconds, then
-- per bucket: entry, rule as JSON. Logs are scored by Redis' clock in tenths of a millisecond (REL-R7). `but`: times of
-- entries to ignore.
local function since(times, from)
  local count = 0
  for _, at in ipairs(times) do if at >= from then count = count + 1 end end
  return count
end

local function count(bucket, from) return redis.call('ZCOUNT', bucket.log, '(' .. text(bucket.base + from), text(bucket.base + APART)) end

-- Undefined beyond the oldest of the bucket.
local function at_rank(bucket, rank)
  local place = bucket.above + rank - 1
  local score = tonumber(redis.call('ZRANGE', bucket.log, place, place, 'REV', 'WITHSCORES')[2])
  return score and score >= bucket.base and score - bucket.base or nil
end

local function nth_newest(bucket, n, but)
  local rank, aside = n, 0
  repeat
    rank = n + aside
    local at = at_rank(bucket, rank)
    if not at or #but == 0 then return at end
    aside = since(but, at)
    if n + aside <= rank then return at end
  until false
end

local function within(bucket, seconds, but)
  local from = now - seconds * SECOND
  return count(bucket, from) - since(but, from + 1)
end

local function free_at(bucket, but)
  local at, rule = now, bucket.rule
  for _, window in ipairs(rule.windows) do
    -- A window is full while its count-th newest entry is inside it.
    local nth = nth_newest(bucket, window[1], but)
    if nth then at = math.max(at, nth + window[2] * SECOND) end
  end
  local before = rule.waits and within(bucket, rule.longest, but) or 0
  if before > 0 then
    at = math.max(at, nth_newest(bucket, 1, but) + rule.waits[math.min(before, #rule.waits)] * SECOND)
  end
  return at
end

-- The claims in each log before this take; those that have expired are dropped.
local claims_in = {}
local function read_claims(log, claims)
  claims_in[log] = {}
  local all = redis.call('ZRANGE', claims, 0, -1, 'WITHSCORES')
  for n = 1, #all, 2 do
    local lapses = tonumber(all[n + 1])
    if lapses <= now then drop(log, claims, all[n]) else table.insert(claims_in[log], { entry_of(all[n]), lapses }) end
  end
end

-- The times of entries of a bucket that only claims of other takes hold, and when the last of its claims expires.
local function unsettled(bucket)
  local times, seen, lapse = {}, { [bucket.entry] = true }, now
  for _, claim in ipairs(claims_in[bucket.log]) do
    local entry = claim[1]
    if together(bucket.rule.place, bucket.entry, entry) then
      lapse = math.max(lapse, claim[2])
      if not seen[entry] then
        seen[entry] = true
        local score = tonumber(redis.call('ZSCORE', bucket.log, entry))
        times[#times + 1] = score and score - bucket.base
      end
    end
  end
  return times, lapse
end

local ticket, lapses = ARGV[2], text(now + ARGV[3] * SECOND)
local asked, full, judged = {}, nil, nil
for i = 1, #KEYS / 2 do
  local log, claims = KEYS[2 * i - 1], KEYS[2 * i]
  if not claims_in[log] then read_claims(log, claims) end
  local entry, rule = ARGV[2 * i + 2], cjson.decode(ARGV[2 * i + 3])
  local base = rule.place * APART
  local bucket = { log = log, claims = claims, entry = entry, rule = rule, base = base, above = 0 }
  if base > 0 then bucket.above = redis.call('ZCOUNT', log, text(base + APART), '+inf') end
  local there = redis.call('ZSCORE', log, entry)
  local held = there and tonumber(there) - base > now - rule.longest * SECOND
  local at = (held or rule.replaces) and now or free_at(bucket, {})
  bucket.adds, bucket.joins = not held and at <= now, false
  for _, claim in ipairs(held and claims_in[log] or {}) do bucket.joins = bucket.joins or claim[1] == entry end
  asked[i] = bucket
  if at > now and not rule.soft then
    -- A bucket full of claims only is free when they expire; nothing was judged yet (F16).
    local others, lapse = unsettled(bucket)
    local settled = #others == 0 and at or free_at(bucket, others)
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

local added, used, lives = {}, {}, {}
for i, bucket in ipairs(asked) do
  local log, claims, rule = bucket.log, bucket.claims, bucket.rule
  local takes = ARGV[1] == 'take'
  local others = unsettled(bucket)
  if takes and bucket.adds then
    remove(log, rule.place, rule.replaces and APART - 1 or now - rule.longest * SECOND)
    redis.call('ZADD', log, text(bucket.base + now), bucket.entry)
    lives[log] = math.max(lives[log] or 0, rule.longest)
  end
  if takes and not rule.firm and (bucket.adds or bucket.joins) then
    redis.call('ZADD', claims, lapses, claim_of(bucket.entry, ticket))
    lives[claims] = math.max(lives[claims] or 0, rule.longest)
  end
  added[i] = takes and (bucket.adds and 1 or bucket.joins and 2) or 0
  used[i] = {}
  for n, window in ipairs(rule.windows) do used[i][n] = within(bucket, window[2], others) end
end
for key, life in pairs(lives) do prolong(key, life) end
return { 0, 0, added, used, 0 }
