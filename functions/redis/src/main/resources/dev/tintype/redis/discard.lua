-- ARGV: id
-- Returns 1 if the dead letter is gone, 0 if it was not there.
local id = ARGV[1]
if not call('ZSCORE', DEAD, id) then
  return 0
end
if not begins('ZREM', DEAD, id) then
  return refusal
end
call('HDEL', DEATHS, id)
forget(id)
return 1
