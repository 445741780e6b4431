-- ARGV destination, mac, code life, sends life, unsettled life, id and way of the dispatch or '', then the waits in order.
local destination, mac, id, via = ARGV[1], ARGV[2], ARGV[6], ARGV[7]
local waits = { unpack(ARGV, 8) }

local waiting = seconds_to(its.w)
if waiting > 0 then return { 'wait', waiting, its.to == destination and 1 or 0, its.kept == 'no' and 1 or 0 } end
if sends() > #waits then return { 'exhausted', seconds_to(its.e), 0, 0 } end

local sent = sends() + 1
its.n = sent
if sent == 1 then its.e = in_seconds(ARGV[4]) end

redis.call('DEL', replaced)
local old = redis.call('HMGET', code, 'destination', 'mac', 'used')
if old[1] then
  local older = { of_destination(old[1], old[2] or old[3]) }
  for each in string.gmatch(its.older or '', '[^\n]+') do
    if #older <= #waits then older[#older + 1] = each end
  end
  its.older = table.concat(older, '\n')
  redis.call('RENAME', code, replaced)
end
for _, field in ipairs(REPLACED) do its['was_' .. field], its[field] = its[field], nil end

redis.call('HSET', code, 'destination', destination, 'mac', mac, 'tries', 0)
redis.call('EXPIRE', code, ARGV[3])
its.w, its.to = in_seconds(waits[math.min(sent, #waits)]), destination
if id ~= '' then its.id, its.via = id, via end
its.undo, its.kept, its.l = mac, 'no', in_seconds(ARGV[5])
save(ARGV[4])
return { 'issued', 0, 0, 0 }
