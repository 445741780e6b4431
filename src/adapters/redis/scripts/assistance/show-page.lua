-- ARGV name, most happenings, sealed view, seconds, when it was shown, all names of the flow, 'again' if this was tried before, happenings. Returns
-- since when an agent follows, or ''; nothing if closed. What is tried again replaces nothing that was shown since.
if not is_open() then return false end
if ARGV[7] ~= 'again' or tonumber(redis.call('HGET', view, 'at') or 0) < tonumber(ARGV[5]) then
  show(ARGV[3], ARGV[4], ARGV[5], ARGV[6])
  tell(ARGV[2], 8)
  ring()
end
return redis.call('HGET', watch, 'since') or ''
