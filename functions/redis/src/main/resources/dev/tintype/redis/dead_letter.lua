-- ARGV: id, count, why
-- Returns 1 if the message is a dead letter now, else 0.
local id = ARGV[1]
local lane = place(id)
if not lane or not is_ours(id, ARGV[2]) then
  return 0
end
if not bury(id, lane, ARGV[2], ARGV[3]) then
  return refusal
end
return 1
