-- ARGV id of the dispatch, its status. Ignores older and unknown dispatches.
local id, fate = ARGV[1], ARGV[2]

if redis.call('HGET', delivery, 'id') ~= id then return '' end
-- The first status is final; late and repeated reports are ignored.
if redis.call('HSETNX', delivery, 'fate', fate) == 0 then return '' end
if fate == 'undelivered' or fate == 'failed' then redis.call('DEL', wait) end
-- Whoever follows the member's page reads it from there; the page has the name, and so the slot, of the code.
local name = string.match(code, '^{f:(.-)}')
if redis.call('EXISTS', '{f:' .. name .. '}:view') == 1 then redis.call('PUBLISH', 'live:' .. name, '') end
return redis.call('HGET', delivery, 'via')
