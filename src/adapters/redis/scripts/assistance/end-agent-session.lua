-- KEYS session; ARGV its tag, or '' for whichever is there.
if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'i') ~= ARGV[1] then return false end
return redis.call('DEL', KEYS[1])
