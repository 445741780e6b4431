-- ARGV id of the dispatch, its status. Ignores older and unknown dispatches.
local id, fate = ARGV[1], ARGV[2]

-- The first status is final; late and repeated reports are ignored.
if its.id ~= id or its.fate then return '' end
its.fate = fate
if fate == 'undelivered' or fate == 'failed' then its.w, its.to = nil, nil end
save()
-- Whoever follows the member's page reads it from there; the page has the name, and so the slot, of the code.
local name = string.match(code, '^{f:(.-)}')
if redis.call('EXISTS', '{f:' .. name .. '}:view') == 1 then redis.call('PUBLISH', 'live:' .. name, '') end
return its.via
