-- ARGV mac. Does nothing if the code was replaced or accepted since.
if its.undo == ARGV[1] and redis.call('HGET', code, 'mac') == ARGV[1] then restore() end
