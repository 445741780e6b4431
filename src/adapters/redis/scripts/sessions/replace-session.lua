-- ARGV expected tag and version ('' for none), then new tag, sealed session, life in seconds, what the reference of a new session
-- names or '', logs of the member's last session or ''.
if not there.sealed and (stored or ARGV[2] ~= '') then return 'gone' end
if there.sealed and there.tag ~= ARGV[1] then return 'moved' end
if there.sealed and string.sub(there.sealed, 1, #ARGV[2]) ~= ARGV[2] then return 'newer' end
-- In the same step, so that no session has a number that another one has (AG-1).
if not there.sealed and ARGV[6] ~= '' and not redis.call('SET', KEYS[2], ARGV[6], 'NX', 'EX', ARGV[5]) then return 'taken' end
local head = struct.pack(HEAD, ARGV[3], ARGV[5], there.began or 0, there.visits or 0, ARGV[7])
redis.call('SET', KEYS[1], head .. ARGV[4], 'EX', ARGV[5])
redis.call('EXPIRE', KEYS[2], ARGV[5])
return 'kept'
