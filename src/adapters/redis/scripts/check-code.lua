-- KEYS code, wait, sends, delivery, replaced; ARGV checks, most sends, then the typed code under each valid key.
local code, wait, sends, replaced = KEYS[1], KEYS[2], KEYS[3], KEYS[5]
local checks, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local typed = {}
for i = 3, #ARGV do typed[ARGV[i]] = true end

local kept = redis.call('HMGET', code, 'mac', 'previous', 'used', 'tries')
local mac, previous, used, tries = kept[1], kept[2], kept[3], tonumber(kept[4])

if not tries then return { 'expired', 0 } end
if used then return { typed[used] and 'used' or 'expired', 0 } end
if tries >= checks then return { 'locked', seconds_until_next(wait, sends, most) } end

-- Counted before it is compared (OTP-5).
local left = checks - redis.call('HINCRBY', code, 'tries', 1)
if typed[mac] then
  redis.call('HSET', code, 'used', mac)
  redis.call('HDEL', code, 'mac', 'previous')
  redis.call('DEL', replaced)
  return { 'right', 0 }
end
if left == 0 then return { 'locked', seconds_until_next(wait, sends, most), 1 } end
return { previous and typed[previous] and 'replaced' or 'wrong', left }
