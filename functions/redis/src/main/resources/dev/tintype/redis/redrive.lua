-- ARGV: id, name
-- Returns 1 if the dead letter waits in its lane, else 0. It has another id there, so that no receipt from before
-- its death holds.
local id = ARGV[1]
local death, text = call('HGET', DEATHS, id), call('HGET', TEXTS, id)
if not death or not text or not call('ZSCORE', DEAD, id) then
  return 0
end
if not put(digits(now) .. '-' .. ARGV[2], lane_of(string.sub(death, 1, 1)), now, text, 0) then
  return refusal
end
call('ZREM', DEAD, id)
call('HDEL', DEATHS, id)
forget(id)
return 1
