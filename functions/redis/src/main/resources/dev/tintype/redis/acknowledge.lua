-- ARGV: id, count
-- Returns 1 if the message is gone, else 0.
local id = ARGV[1]
if not is_ours(id, ARGV[2]) then
  return 0
end
if not begins('ZREM', FRESH, id) then
  return refusal
end
call('ZREM', BULK, id)
forget(id)
return 1
