-- ARGV mac. A code issued since by another request is left alone, as is one that was accepted.
if redis.call('HGET', undo, 'mac') == ARGV[1] and redis.call('HGET', code, 'mac') == ARGV[1] then restore() end
