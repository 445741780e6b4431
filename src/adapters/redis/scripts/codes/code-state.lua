-- ARGV checks, most sends, code life.
local checks, most, life = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local kept = redis.call('HMGET', code, 'mac', 'tries')
local live = kept[1] and tonumber(kept[2]) < checks
local left = math.ceil(math.max(0, redis.call('PTTL', code)) / 1000)
return {
  live and left or 0,
  seconds_until_next(most),
  most - sends(),
  live and checks - tonumber(kept[2]) or 0,
  left > 0 and math.max(0, life - left) or -1,
  its.via or '',
  its.fate or '',
}
