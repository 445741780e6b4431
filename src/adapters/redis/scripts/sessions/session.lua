-- KEYS session, reference. A session is one string: the tag of its id, its life in seconds from each visit, start of the window
-- and visits in it, names of the logs of the member's last session and a zero, then what is sealed. An ended session is '-'.
local HEAD, WINDOW_AT = '>c22I4I4I4s', 26
local there, stored = {}, redis.call('GET', KEYS[1])
if stored and stored ~= '-' then
  local sealed_at
  there.tag, there.life, there.began, there.visits, there.logs, sealed_at = struct.unpack(HEAD, stored)
  there.sealed = string.sub(stored, sealed_at)
end

