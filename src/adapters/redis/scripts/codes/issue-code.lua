-- ARGV destination, mac, code life, sends life, unsettled life, id and way of the dispatch or '', then the waits in order.
local destination, mac, id, via = ARGV[1], ARGV[2], ARGV[6], ARGV[7]
local waits = { unpack(ARGV, 8) }

local waiting = redis.call('GET', wait)
if waiting then
  local under_way = redis.call('HGET', undo, 'kept') == 'no'
  return { 'wait', seconds(wait), waiting == destination and 1 or 0, under_way and 1 or 0 }
end
if tonumber(redis.call('GET', sends) or 0) > #waits then return { 'exhausted', seconds(sends), 0, 0 } end

local sent = redis.call('INCR', sends)
if redis.call('PTTL', sends) < 0 then redis.call('EXPIRE', sends, ARGV[4]) end

local old = redis.call('HMGET', code, 'destination', 'mac', 'used')
if old[1] then
  redis.call('LPUSH', older, of_destination(old[1], old[2] or old[3]))
  redis.call('LTRIM', older, 0, #waits)
  redis.call('EXPIRE', older, ARGV[4])
end
for now, kept in pairs(before) do
  redis.call('DEL', kept)
  if redis.call('EXISTS', now) == 1 then redis.call('RENAME', now, kept) end
end

redis.call('HSET', code, 'destination', destination, 'mac', mac, 'tries', 0)
redis.call('EXPIRE', code, ARGV[3])
redis.call('SET', wait, destination, 'EX', waits[math.min(sent, #waits)])
if id ~= '' then
  redis.call('HSET', delivery, 'id', id, 'via', via)
  redis.call('EXPIRE', delivery, ARGV[4])
end
redis.call('HSET', undo, 'mac', mac, 'kept', 'no')
redis.call('EXPIRE', undo, ARGV[4])
redis.call('SET', unsettled, '', 'EX', ARGV[5])
return { 'issued', 0, 0, 0 }
