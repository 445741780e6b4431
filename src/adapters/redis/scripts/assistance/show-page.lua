-- ARGV name, most happenings, sealed view, seconds, happenings. Returns since when an agent follows, or ''; nothing if closed.
if not is_open() then return false end
show(ARGV[3], ARGV[4])
tell(ARGV[2], 5)
ring()
return redis.call('HGET', watch, 'since') or ''
