-- ARGV checks, most sends, a ticket, then the typed code under each valid key. Returns what it is, a figure, and how it was judged.
local checks, most, ticket = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local typed = {}
for i = 4, #ARGV do typed[ARGV[i]] = true end

local kept = redis.call('HMGET', code, 'mac', 'used', 'tries', 'destination')
local mac, used, tries, destination = kept[1], kept[2], tonumber(kept[3]), kept[4]

if not tries then return { 'expired', 0, 'none' } end
if used then
  -- A lost reply is answered again with `used`; the tries are limited, so nobody finds the code by guessing.
  if redis.call('HINCRBY', code, 'again', 1) > checks then return { 'expired', 0, 'none' } end
  return { typed[used] and 'used' or 'expired', 0, 'none' }
end
if tries >= checks then return { 'locked', seconds_until_next(most), 'none' } end
for older in string.gmatch(its.older or '', '[^\n]+') do
  for each in pairs(typed) do
    if older == of_destination(destination, each) then return { 'replaced', checks - tries, 'none' } end
  end
end

-- Counted before it is compared (OTP-5).
local left = checks - redis.call('HINCRBY', code, 'tries', 1)
if typed[mac] then
  redis.call('HSET', code, 'used', mac)
  redis.call('HDEL', code, 'mac', 'last')
  cannot_undo()
  save()
  return { 'right', 0, 'right' }
end
redis.call('HSET', code, 'last', ticket)
if left == 0 then return { 'locked', seconds_until_next(most), 'wrong' } end
return { 'wrong', left, 'wrong' }
