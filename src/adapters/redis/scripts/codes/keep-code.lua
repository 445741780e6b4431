-- ARGV mac. Returns 1 if this code is still live; it is then permanent unless withdrawn.
if redis.call('HGET', code, 'mac') ~= ARGV[1] then return 0 end
if its.undo then redis.call('HSET', slot, 'kept', 'yes') end
return 1
