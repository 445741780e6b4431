-- KEYS the place of a session, its reference; ARGV for how long nothing may take that place, in seconds.
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[1], 'i', '-')
redis.call('EXPIRE', KEYS[1], ARGV[1])
return true
