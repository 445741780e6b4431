-- KEYS code, wait, sends; ARGV checks, most sends.
local code, wait, sends = KEYS[1], KEYS[2], KEYS[3]
local checks, most = tonumber(ARGV[1]), tonumber(ARGV[2])

local kept = redis.call('HMGET', code, 'mac', 'tries')
local live = kept[1] and tonumber(kept[2]) < checks
return {
  live and seconds(code) or 0,
  seconds_until_next(wait, sends, most),
  most - tonumber(redis.call('GET', sends) or 0),
}
