-- KEYS session, reference; ARGV seconds to block the place.
-- Without a session the reference may already be another one's (AG-1).
if redis.call('HEXISTS', KEYS[1], 'b') == 1 then redis.call('DEL', KEYS[2]) end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'i', '-')
redis.call('EXPIRE', KEYS[1], ARGV[1])
return true
