-- ARGV id.
remove(ARGV[1])
