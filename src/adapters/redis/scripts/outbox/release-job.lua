-- ARGV id. Clears the tries.
local job = pending(ARGV[1])
if job then redis.call('XCLAIM', jobs, GROUP, job[2], 0, ARGV[1], 'RETRYCOUNT', 0, 'JUSTID') end
