-- ARGV name, by whom, how long in seconds this is remembered.
if redis.call('DEL', view) == 0 then return end
redis.call('DEL', trail, watch)
redis.call('SET', ended, ARGV[2], 'EX', ARGV[3])
ring()
