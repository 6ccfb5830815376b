-- ARGV: id, count, visibility
-- Returns 1 if the message is hidden for longer, else 0.
local lane, due = place(ARGV[1])
if not lane or due <= now or not is_ours(ARGV[1], ARGV[2]) then
  return 0
end
if not begins('ZADD', lane, digits(now + ARGV[3]), ARGV[1]) then
  return refusal
end
return 1
