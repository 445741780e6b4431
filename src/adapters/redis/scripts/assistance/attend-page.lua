-- ARGV name, agent, life of the watch in seconds. Returns since when, and whom the agent replaces or ''; nothing if closed.
if not is_open() then return false end
local before = redis.call('HGET', watch, 'agent')
local since = follow(ARGV[2], ARGV[3])
ring()
return { since, before and before ~= ARGV[2] and before or '' }
