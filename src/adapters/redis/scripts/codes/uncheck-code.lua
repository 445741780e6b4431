-- ARGV ticket. Nobody was told what the last try came to: it is as if it had not been made.
if redis.call('HGET', code, 'last') ~= ARGV[1] then return end
redis.call('HINCRBY', code, 'tries', -1)
redis.call('HDEL', code, 'last')
