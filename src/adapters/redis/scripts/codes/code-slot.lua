-- KEYS the code, a hash of the rest, and the code that the last issue replaced; both codes expire by themselves (OTP-6). In the hash, with
-- times in milliseconds by Redis' clock: n, the sends until e; w, when the next may be sent; to, where the last went; id, via and fate
-- of its delivery; older, the codes before, newest first; undo, the mac of the last issue while it can be undone; kept, `no` if it lapses
-- at l. What that issue replaced has `was_` before its name.
local code, slot, replaced = KEYS[1], KEYS[2], KEYS[3]
local REPLACED = { 'w', 'to', 'id', 'via', 'fate' }
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local its = {}
local fields = redis.call('HGETALL', slot)
for i = 1, #fields, 2 do its[fields[i]] = fields[i + 1] end

-- Written anew, so that Redis packs it again.
local function save(seconds)
  local life, words = math.max(redis.call('PTTL', slot), (seconds or 0) * 1000), {}
  for field, value in pairs(its) do
    words[#words + 1] = field
    words[#words + 1] = value
  end
  redis.call('DEL', slot)
  if #words == 0 then return end
  redis.call('HSET', slot, unpack(words))
  redis.call('PEXPIRE', slot, life)
end

local function in_seconds(seconds) return string.format('%.0f', now + seconds * 1000) end

-- Remaining seconds, rounded up, so that a client that waits them is never too early.
local function seconds_to(at) return math.ceil(math.max(0, tonumber(at or 0) - now) / 1000) end

local function sends() return seconds_to(its.e) > 0 and tonumber(its.n) or 0 end

-- Until another code may be asked for; after the last send, until the count expires.
local function seconds_until_next(most) return seconds_to(sends() >= most and its.e or its.w) end

local function of_destination(destination, mac) return destination .. ' ' .. mac end

local function cannot_undo()
  its.undo, its.kept, its.l = nil, nil, nil
  for _, field in ipairs(REPLACED) do its['was_' .. field] = nil end
  redis.call('DEL', replaced)
end

local function restore()
  local tries = redis.call('HGET', code, 'tries') or 0
  redis.call('DEL', code)
  if redis.call('EXISTS', replaced) == 1 then
    redis.call('RENAME', replaced, code)
    -- Those tries were also compared with this code and count against it (OTP-3).
    redis.call('HINCRBY', code, 'tries', tries)
    its.older = string.match(its.older, '\n(.+)')
  end
  for _, field in ipairs(REPLACED) do its[field] = its['was_' .. field] end
  local left = sends() - 1
  its.n, its.e = left > 0 and left or nil, left > 0 and its.e or nil
  cannot_undo()
  save()
end

-- The send was not confirmed in time: undo it (OTP-17).
if its.kept == 'no' and tonumber(its.l) <= now then restore() end

