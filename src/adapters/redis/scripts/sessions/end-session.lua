-- ARGV seconds to block the place.
-- Without a session the reference may already be another one's (AG-1).
if there.sealed then redis.call('DEL', KEYS[2]) end
redis.call('SET', KEYS[1], '-', 'EX', ARGV[1])
return true
