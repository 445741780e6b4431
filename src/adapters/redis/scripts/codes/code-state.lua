-- ARGV checks, most sends.
local checks, most = tonumber(ARGV[1]), tonumber(ARGV[2])

local kept = redis.call('HMGET', code, 'mac', 'tries')
local told = redis.call('HMGET', delivery, 'via', 'fate')
local live = kept[1] and tonumber(kept[2]) < checks
return {
  live and seconds(code) or 0,
  seconds_until_next(most),
  most - tonumber(redis.call('GET', sends) or 0),
  told[1] or '',
  told[2] or '',
}
