-- What every script begins with. KEYS are those of Keys.java, in that order.
--   FRESH, BULK: sorted sets of message ids by the instant from when each is visible
--   TEXTS: id to "SENT ABOUT BODY"; COUNTS: id to how often it was received, negative while it waits
--   WAITING: what a message is about to the id of the one that waits; a message that a worker has does not wait
--   DEAD: sorted set of ids by the instant of death; DEATHS: id to "LANE COUNT WHY"
--   WAKE_FRESH, WAKE_BULK: lists that waiting receivers pop
-- Instants are microseconds since 1970 by the server's clock.
local FRESH, BULK, TEXTS, COUNTS, WAITING, DEAD, DEATHS, WAKE_FRESH, WAKE_BULK = unpack(KEYS)
local call = redis.call
local clock = call('TIME')
local now = clock[1] * 1000000 + clock[2]

-- A number as text, without the exponent that tostring gives a large one.
local function digits(number)
  return string.format('%.0f', number)
end

-- Makes the first write of a script. If the server refuses it, nothing has changed, and the refusal is what the
-- script must answer. Redis 6.2 puts the place in the script before the code of a refusal.
local refusal
local function begins(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then
    refusal = {err = string.match(reply.err, '^@user_script: %d+: %-(.*)$') or reply.err}
    return false
  end
  return true
end

local function lane_of(number)
  return number == '0' and FRESH or BULK
end

local function number_of(lane)
  return lane == FRESH and '0' or '1'
end

-- How often a message was received.
local function received(id)
  return math.abs(tonumber(call('HGET', COUNTS, id) or '0'))
end

-- The lane of a message and when it is visible; nil if it is in no lane.
local function place(id)
  for _, lane in ipairs({FRESH, BULK}) do
    local due = call('ZSCORE', lane, id)
    if due then
      return lane, tonumber(due)
    end
  end
end

-- Whether a delivery is the last one of its message, and was not given back.
local function is_ours(id, count)
  return call('HGET', COUNTS, id) == count
end

-- Forgets a message that is no longer in any lane.
local function forget(id)
  call('HDEL', TEXTS, id)
  call('HDEL', COUNTS, id)
end

local function parts_of(text)
  return string.match(text, '^(%S+) (%S+) (.*)$')
end
