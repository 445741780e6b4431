-- KEYS code, wait, sends, delivery, replaced; ARGV mac. A code issued since by another request is left alone.
local code, wait, sends, delivery, replaced = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]

local kept = redis.call('HMGET', code, 'mac', 'tries')
if kept[1] ~= ARGV[1] then return end
redis.call('DEL', code, wait, delivery)
if redis.call('EXISTS', replaced) == 1 then
  redis.call('RENAME', replaced, code)
  -- Whoever tried meanwhile was told whether it was this one: those tries are its own too (OTP-3).
  redis.call('HINCRBY', code, 'tries', kept[2])
end
-- Counting down a key that has expired would make one that never does (REL-R9).
if redis.call('EXISTS', sends) == 1 then redis.call('DECR', sends) end
