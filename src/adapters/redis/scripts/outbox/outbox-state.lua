-- ARGV the stuck stages. Returns the number of jobs, the age of the oldest in milliseconds, the number of stuck jobs.
if redis.call('EXISTS', jobs) == 0 then return { 0, 0, 0 } end
local total, oldest, _, stages = unpack(redis.call('XPENDING', jobs, GROUP))
if total == 0 then return { 0, 0, 0 } end
local time, stuck, count = redis.call('TIME'), 0, {}
for _, stage in ipairs(stages) do count[stage[1]] = tonumber(stage[2]) end
for _, stage in ipairs(ARGV) do stuck = stuck + (count[stage] or 0) end
return { total, time[1] * 1000 + math.floor(time[2] / 1000) - tonumber(string.match(oldest, '^%d+')), stuck }
