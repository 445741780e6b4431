-- KEYS session, reference; ARGV expected tag and version ('' for none), then new tag, sealed session, life in seconds, what
-- the reference of a new session names or '', logs of the member's last session or ''. An ended session leaves a tag only.
local there = redis.call('HMGET', KEYS[1], 'i', 'b')
local tag, sealed = there[1], there[2]
if not sealed and (tag or ARGV[2] ~= '') then return 'gone' end
if sealed and tag ~= ARGV[1] then return 'moved' end
if sealed and string.sub(sealed, 1, #ARGV[2]) ~= ARGV[2] then return 'newer' end
-- In the same step, so that no session has a number that another one has (AG-1).
if not sealed and ARGV[6] ~= '' and not redis.call('SET', KEYS[2], ARGV[6], 'NX', 'EX', ARGV[5]) then return 'taken' end
redis.call('HSET', KEYS[1], 'i', ARGV[3], 'b', ARGV[4], 'k', ARGV[5], 'l', ARGV[7])
redis.call('EXPIRE', KEYS[1], ARGV[5])
redis.call('EXPIRE', KEYS[2], ARGV[5])
return 'kept'
