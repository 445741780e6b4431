-- ARGV ticket. Gives back the last attempt, whose reply was lost.
if redis.call('HGET', code, 'last') ~= ARGV[1] then return end
redis.call('HINCRBY', code, 'tries', -1)
redis.call('HDEL', code, 'last')
