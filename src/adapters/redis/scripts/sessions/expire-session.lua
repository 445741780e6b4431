-- KEYS session, reference; ARGV remaining life in milliseconds.
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return true
