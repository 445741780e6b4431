-- KEYS reference; ARGV the name to give it, all names of its flow. Another session may have the number by now.
local named = redis.call('GET', KEYS[1])
for i = 2, #ARGV do
  if named == ARGV[i] then redis.call('SET', KEYS[1], ARGV[1], 'XX', 'KEEPTTL') end
end
