-- ARGV name, most happenings, sealed view, seconds, when it is shown, all names of the flow, happenings. Returns since when an agent follows, or ''.
if not is_open() then redis.call('DEL', trail, watch) end
redis.call('DEL', ended)
show(ARGV[3], ARGV[4], ARGV[5], ARGV[6])
tell(ARGV[2], 7)
ring()
return redis.call('HGET', watch, 'since') or ''
