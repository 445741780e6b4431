-- ARGV name, most happenings, sealed view, seconds, all names of the flow, happenings. Returns since when an agent follows, or ''.
if not is_open() then redis.call('DEL', trail, watch) end
redis.call('DEL', ended)
redis.call('HSET', view, 'n', ARGV[5])
show(ARGV[3], ARGV[4])
tell(ARGV[2], 6)
ring()
return redis.call('HGET', watch, 'since') or ''
