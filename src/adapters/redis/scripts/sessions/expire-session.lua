-- ARGV remaining life in milliseconds.
-- Without a session the reference may already be another one's (AG-1).
if not there.sealed then return false end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return true
