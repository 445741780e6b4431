-- Returns sealed view, names of the flow, happenings, agent, since when, by whom it was closed; '' for what there is not.
local shown = redis.call('HMGET', view, 'v', 'n')
local follower = redis.call('HMGET', watch, 'agent', 'since')
return {
  shown[1] or '',
  shown[2] or '',
  redis.call('LRANGE', trail, 0, -1),
  follower[1] or '',
  follower[2] or '',
  redis.call('GET', ended) or '',
}
