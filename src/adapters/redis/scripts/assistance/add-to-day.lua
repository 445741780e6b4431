-- KEYS sheet; ARGV writer, number of the entry, life in seconds, most fields, how many counts, then word and count of each,
-- then what stands for a name and the name. `~` has the last numbers of the newest writers: an entry sent again counts once.
local sheet, most = KEYS[1], tonumber(ARGV[4])
local writers = redis.call('HGET', sheet, '~') or ''
local last = string.match(writers, ARGV[1] .. ':(%d+) ')
if last and tonumber(last) >= tonumber(ARGV[2]) then return end

local function has_room(field) return redis.call('HEXISTS', sheet, field) == 1 or redis.call('HLEN', sheet) < most - 1 end

writers = string.gsub(writers, ARGV[1] .. ':%d+ ', '') .. ARGV[1] .. ':' .. ARGV[2] .. ' '
if #writers > 1200 then writers = string.gsub(writers, '^%S+ ', '') end
redis.call('HSET', sheet, '~', writers)
local names = 6 + 2 * ARGV[5]
for i = 6, names - 1, 2 do
  redis.call('HINCRBY', sheet, has_room(ARGV[i]) and ARGV[i] or 'other', ARGV[i + 1])
end
for i = names, #ARGV, 2 do
  local field = '=' .. ARGV[i]
  if has_room(field) then redis.call('HSET', sheet, field, ARGV[i + 1]) end
end
redis.call('EXPIRE', sheet, ARGV[3])
