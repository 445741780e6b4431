-- ARGV name, agent, life of the watch in seconds. Returns 1 if the agent is the follower.
local agent = redis.call('HGET', watch, 'agent')
if not is_open() or (agent and agent ~= ARGV[2]) then return 0 end
follow(ARGV[2], ARGV[3])
return 1
