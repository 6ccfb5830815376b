-- Moves a message to the dead letters; false if the server refuses the write.
local function bury(id, lane, count, why)
  if not begins('ZADD', DEAD, digits(now), id) then
    return false
  end
  call('HSET', DEATHS, id, number_of(lane) .. ' ' .. count .. ' ' .. why)
  call('ZREM', lane, id)
  call('HDEL', COUNTS, id)
  return true
end
