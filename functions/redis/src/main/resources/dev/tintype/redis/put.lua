-- As many receivers can be woken before one of them has looked.
local MOST_WAKES = 100

-- Wakes a receiver, if the message is visible.
local function wake(lane, due)
  local list = lane == FRESH and WAKE_FRESH or WAKE_BULK
  if due <= now and call('LLEN', list) < MOST_WAKES then
    call('RPUSH', list, '1')
  end
end

local function merge(other, other_lane, other_due, lane, due, count)
  local target = (lane == FRESH or other_lane == FRESH) and FRESH or BULK
  local sooner = math.min(due, other_due)
  if not begins('ZADD', target, digits(sooner), other) then
    return
  end
  if target ~= other_lane then
    call('ZREM', other_lane, other)
  end
  local most = math.max(count, received(other))
  if most > 0 then
    call('HSET', COUNTS, other, -most)
  end
  wake(target, sooner)
  return other
end

-- Lets a message wait. If one about the same version waits already, that one stays: it is then due no later, in
-- the fresh lane if one of the two is, and was received as often as the one that was received more often.
-- Returns the id of the one that waits; nil if the server refuses the write.
local function put(id, lane, due, text, count)
  local _, about = parts_of(text)
  local other = call('HGET', WAITING, about)
  if other and other ~= id then
    local other_lane, other_due = place(other)
    if other_lane and call('HEXISTS', TEXTS, other) == 1 then
      return merge(other, other_lane, other_due, lane, due, count)
    end
  end
  if not begins('ZADD', lane, digits(due), id) then
    return
  end
  call('HSET', TEXTS, id, text)
  call('HSET', WAITING, about, id)
  if count > 0 then
    call('HSET', COUNTS, id, -count)
  end
  wake(lane, due)
  return id
end
