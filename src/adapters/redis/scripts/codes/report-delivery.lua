-- ARGV id of the dispatch, its fate. Of an older dispatch, or one forgotten, nothing is kept.
local id, fate = ARGV[1], ARGV[2]

if redis.call('HGET', delivery, 'id') ~= id then return '' end
-- A fate is final: what comes late, again or out of order changes nothing.
if redis.call('HSETNX', delivery, 'fate', fate) == 0 then return '' end
if fate == 'undelivered' or fate == 'failed' then redis.call('DEL', wait) end
return redis.call('HGET', delivery, 'via')
