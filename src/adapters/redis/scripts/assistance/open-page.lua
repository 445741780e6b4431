-- ARGV name, most happenings, sealed view, seconds, when it is shown, all names of the flow, happenings. Returns since when an agent follows, or ''.
if not is_open() then redis.call('DEL', trail, watch) end
redis.call('DEL', ended)
redis.call('HSET', view, 'n', ARGV[6])
show(ARGV[3], ARGV[4], ARGV[5])
tell(ARGV[2], 7)
ring()
return redis.call('HGET', watch, 'since') or ''
