-- ARGV name, most happenings, happenings.
if not is_open() then return end
tell(ARGV[2], 3)
ring()
