-- Returns 'pending', the sealed end of the activation, or nothing.
local entry, kind, settlement = unpack(redis.call('HMGET', flow_key(), 'entry', 'kind', 'settlement'))
if entry and kind ~= 'done' then return 'pending' end
return settlement
