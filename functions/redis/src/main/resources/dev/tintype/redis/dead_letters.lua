-- ARGV: how many at most
-- Returns id, instant of death, "LANE COUNT WHY" and "SENT ABOUT BODY" of each, oldest first.
local letters = {}
local found = call('ZRANGE', DEAD, 0, ARGV[1] - 1, 'WITHSCORES')
for i = 1, #found, 2 do
  local death, text = call('HGET', DEATHS, found[i]), call('HGET', TEXTS, found[i])
  if death and text then
    table.insert(letters, {found[i], digits(found[i + 1]), death, text})
  end
end
return letters
