-- KEYS buckets; ARGV of each the entry to take out, or '' to empty it.
for i, bucket in ipairs(KEYS) do
  if ARGV[i] == '' then redis.call('DEL', bucket) else redis.call('ZREM', bucket, ARGV[i]) end
end
