-- ARGV mac. Gives 1 where this code is still the live one: from here on it stays, unless it is withdrawn.
if redis.call('HGET', code, 'mac') ~= ARGV[1] then return 0 end
if redis.call('EXISTS', undo) == 1 then redis.call('HSET', undo, 'kept', 'yes') end
return 1
