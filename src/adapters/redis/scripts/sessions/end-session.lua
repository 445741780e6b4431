-- KEYS session, reference; ARGV seconds to block the place.
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[1], 'i', '-')
redis.call('EXPIRE', KEYS[1], ARGV[1])
return true
