-- ARGV: lane, delay, name, about, body
local text = digits(now) .. ' ' .. ARGV[4] .. ' ' .. ARGV[5]
if not put(digits(now) .. '-' .. ARGV[3], lane_of(ARGV[1]), now + ARGV[2], text, 0) then
  return refusal
end
return 1
