-- KEYS code, wait, sends, delivery; ARGV mac. A code issued since by another request is left alone.
local code, wait, sends, delivery = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

if redis.call('HGET', code, 'mac') ~= ARGV[1] then return end
redis.call('DEL', code, wait, delivery)
-- Counting down a key that has expired would make one that never does (REL-R9).
if redis.call('EXISTS', sends) == 1 then redis.call('DECR', sends) end
