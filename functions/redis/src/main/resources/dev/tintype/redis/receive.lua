-- ARGV: visibility, most receives, 1 if bulk messages may be received
-- Returns id, count, body and lane of a message; else for how long nothing becomes visible, -1 if there is no
-- message at all.
local MOST_STEPS = 100
local visibility, most = tonumber(ARGV[1]), tonumber(ARGV[2])

-- The other message about the same version, if it waits and is visible.
local function twin(id, about)
  local other = call('HGET', WAITING, about)
  if other and other ~= id then
    local lane, due = place(other)
    if lane and due <= now then
      return other, lane
    end
  end
end

-- Ends the waiting of a message, and removes its twin: who receives the one sees what the other tells of.
local function settle(id, about, other, other_lane)
  if call('HGET', WAITING, about) == (other or id) then
    call('HDEL', WAITING, about)
  end
  if other then
    call('ZREM', other_lane, other)
    forget(other)
  end
end

-- Takes one message or buries it. Returns what was received, or nil.
local function take(lane, id)
  local text = call('HGET', TEXTS, id)
  if not text then
    call('ZREM', lane, id)
    call('HDEL', COUNTS, id)
    return
  end
  local _, about, body = parts_of(text)
  local other, other_lane = twin(id, about)
  local count = 1 + math.max(received(id), other and received(other) or 0)
  if count > most then
    if bury(id, lane, count - 1, 'received ' .. (count - 1) .. ' times without an end') then
      settle(id, about, other, other_lane)
    end
    return
  end
  if not begins('ZADD', lane, digits(now + visibility), id) then
    return
  end
  call('HSET', COUNTS, id, count)
  settle(id, about, other, other_lane)
  return {id, count, body, number_of(lane)}
end

-- Returns what was received; else the instant at which the next message of the lane is visible, nil if it has none.
local function look(lane)
  for _ = 1, MOST_STEPS do
    local first = call('ZRANGE', lane, 0, 0, 'WITHSCORES')
    if not first[1] or tonumber(first[2]) > now then
      return nil, first[2]
    end
    local taken = take(lane, first[1])
    if taken or refusal then
      return taken
    end
  end
  return nil, now
end

local lanes = ARGV[3] == '1' and {FRESH, BULK} or {FRESH}
local next_due
for _, lane in ipairs(lanes) do
  local taken, due = look(lane)
  if taken or refusal then
    return taken or refusal
  end
  due = tonumber(due)
  if due and (not next_due or due < next_due) then
    next_due = due
  end
end
-- Nothing is visible, so what would wake a receiver is stale.
if not next_due or next_due > now then
  if not begins('DEL', WAKE_FRESH) then
    return refusal
  end
  if ARGV[3] == '1' then
    call('DEL', WAKE_BULK)
  end
end
return next_due and digits(next_due - now) or '-1'
