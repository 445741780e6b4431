-- KEYS the place of a session, its reference; ARGV how long both live from now on, in milliseconds.
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return true
