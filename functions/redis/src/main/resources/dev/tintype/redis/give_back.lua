-- ARGV: id, count, delay
-- Returns 1 if the message waits again, else 0.
local id = ARGV[1]
local lane = place(id)
local text = call('HGET', TEXTS, id)
if not lane or not text or not is_ours(id, ARGV[2]) then
  return 0
end
local waits = put(id, lane, now + ARGV[3], text, tonumber(ARGV[2]))
if not waits then
  return refusal
end
if waits ~= id then
  call('ZREM', lane, id)
  forget(id)
end
return 1
