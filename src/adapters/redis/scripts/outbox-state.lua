-- ARGV the stage in which a job is stuck. Gives how many jobs there are, the oldest one's age in milliseconds, and how many are stuck.
if redis.call('EXISTS', jobs) == 0 then return { 0, 0, 0 } end
local total, oldest, _, stages = unpack(redis.call('XPENDING', jobs, GROUP))
if total == 0 then return { 0, 0, 0 } end
local time, stuck = redis.call('TIME'), 0
for _, stage in ipairs(stages) do
  if stage[1] == ARGV[1] then stuck = tonumber(stage[2]) end
end
return { total, time[1] * 1000 + math.floor(time[2] / 1000) - tonumber(string.match(oldest, '^%d+')), stuck }
