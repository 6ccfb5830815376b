-- Returns how many messages are visible, hidden and dead, and how many of the bulk lane are visible and hidden.
local function count(lane)
  local visible = call('ZCOUNT', lane, '-inf', digits(now))
  return visible, call('ZCARD', lane) - visible
end

local fresh, fresh_hidden = count(FRESH)
local bulk, bulk_hidden = count(BULK)
return {fresh + bulk, fresh_hidden + bulk_hidden, call('ZCARD', DEAD), bulk, bulk_hidden}
