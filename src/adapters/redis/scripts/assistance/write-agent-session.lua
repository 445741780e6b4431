-- KEYS session; ARGV expected tag or '' for a new session, new tag, sealed session, life in seconds.
if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'i') ~= ARGV[1] then return false end
redis.call('HSET', KEYS[1], 'i', ARGV[2], 'b', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return true
