-- ARGV name, agent.
if redis.call('HGET', watch, 'agent') ~= ARGV[2] then return end
redis.call('DEL', watch)
ring()
