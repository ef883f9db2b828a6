/**
 * The server's side of the turns, in Lua. It touches BullMQ's own keys (`prioritized`, `delayed`, `marker`, `meta`,
 * `pc`, the job hashes) in the way BullMQ 6.7 does: a priority's score is priority * 2^32 + a running number, a delayed
 * job's is its time * 4096. The contract suite fails when a new version does it otherwise.
 */
import { graceMs, lanesCount, settleMs, slotsPerLane } from '../turns.ts'

const shared = `
local prioritized, delayed, marker, meta, counter, turns = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local prefix = string.sub(KEYS[4], 1, -5)
local slots, grace, settle = ${slotsPerLane}, ${graceMs}, ${settleMs}
local call = redis.call

local function scoreOf(priority) return string.format('%.0f', priority * 4294967296) end
local function laneOf(priority) return math.max(0, math.floor((priority - 1) / slots)) end

local function headOf(lane)
  local first = lane * slots + 1
  local head = call('ZRANGEBYSCORE', prioritized, scoreOf(first), '(' .. scoreOf(first + slots),
    'WITHSCORES', 'LIMIT', 0, 1)
  if head[2] then return math.floor(tonumber(head[2]) / 4294967296) - first end
  return nil
end

local opened = {}
local function open(lane, now)
  if opened[lane] then return opened[lane] end
  local key = turns .. ':' .. lane
  local state = call('HMGET', turns, 'time:' .. lane, 'given:' .. lane)
  local time = tonumber(state[1] or '0')
  local head = headOf(lane)
  if head then
    time = math.max(time, head)
    call('ZREMRANGEBYSCORE', key, '-inf', '(' .. time)
  elseif now - tonumber(state[2] or '0') > settle then
    local last = call('ZREVRANGE', key, 0, 0, 'WITHSCORES')
    time = math.max(time, tonumber(last[2] or '0'))
    call('DEL', key)
    if time >= slots / 2 then time = 0 end
  end
  call('HSET', turns, 'time:' .. lane, time, 'given:' .. lane, now)
  opened[lane] = { key = key, time = time }
  return opened[lane]
end

local function reserve(lane, installation, now)
  local state = open(lane, now)
  local last = call('ZSCORE', state.key, installation)
  local tag = state.time
  if last then tag = math.max(tag, tonumber(last) + 1) end
  tag = math.min(tag, slots - 1)
  call('ZADD', state.key, tag, installation)
  return lane * slots + 1 + tag
end

local function line(id, priority)
  local number = call('INCR', counter)
  call('ZADD', prioritized, string.format('%.0f', priority * 4294967296 + number % 4294967296), id)
  call('HSET', prefix .. id, 'priority', priority)
end

local function unpark(id, lane, installation, now)
  call('ZREM', delayed, id)
  line(id, reserve(lane, installation, now))
  call('HSET', prefix .. id, 'delay', 0, 'timestamp', now)
end

local function nudge()
  if call('HEXISTS', meta, 'paused') == 0 then call('ZADD', marker, 0, '0') end
end
`

/** ARGV: now, then of each request: id, lane, installation, due or ''. Returns the priorities. */
export const planScript = `${shared}
local now = tonumber(ARGV[1])
local answer = {}
local moved = false
for at = 2, #ARGV, 4 do
  local id, lane, installation, due = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2], tonumber(ARGV[at + 3])
  local priority = 0
  if call('EXISTS', prefix .. id) == 0 then
    if due then priority = lane * slots + 1 else priority = reserve(lane, installation, now) end
  else
    local waits = call('ZSCORE', prioritized, id)
    local sleeps = not waits and call('ZSCORE', delayed, id)
    if waits then
      if lane < laneOf(math.floor(tonumber(waits) / 4294967296)) then
        line(id, reserve(lane, installation, now))
        moved = true
      end
    elseif sleeps then
      local best = math.min(lane, laneOf(tonumber(call('HGET', prefix .. id, 'priority'))))
      if not due then
        unpark(id, best, installation, now)
        moved = true
      else
        call('HSET', prefix .. id, 'priority', best * slots + 1)
        if due + grace < math.floor(tonumber(sleeps) / 4096) then
          call('ZADD', delayed, string.format('%.0f', (due + grace) * 4096), id)
        end
      end
    end
  end
  answer[#answer + 1] = priority
end
if moved then nudge() end
return answer
`

/** ARGV: now, max. Returns the number of the woken and, as text, when the next one is due, or ''. */
export const wakeScript = `${shared}
local now = tonumber(ARGV[1])
local due = call('ZRANGEBYSCORE', delayed, '-inf', string.format('(%.0f', (now + grace + 1) * 4096), 'LIMIT', 0, ARGV[2])
for _, id in ipairs(due) do
  local fields = call('HMGET', prefix .. id, 'priority', 'data')
  if fields[1] then
    local known, data = pcall(cjson.decode, fields[2] or '{}')
    unpark(id, laneOf(tonumber(fields[1])), tostring(known and data.installation or ''), now)
  else
    call('ZREM', delayed, id)
  end
end
if #due > 0 then nudge() end
local next = call('ZRANGE', delayed, 0, 0, 'WITHSCORES')
return { #due, next[2] and string.format('%.0f', math.floor(tonumber(next[2]) / 4096) - grace) or '' }
`

/** KEYS[7] and [8] are BullMQ's lists of recovered and of active entries. Returns numbers, the time as text. */
export const countsScript = `${shared}
local oldest = nil
local function look(id)
  local since = tonumber(call('HGET', prefix .. id, 'timestamp') or '')
  if since and (not oldest or since < oldest) then oldest = since end
end
local answer = {}
for lane = 0, ${lanesCount - 1} do
  local first = lane * slots + 1
  answer[#answer + 1] = call('ZCOUNT', prioritized, scoreOf(first), '(' .. scoreOf(first + slots))
  -- Who has waited longest is the first of some installation, and those stand in the first two rounds.
  local head = headOf(lane)
  if head then
    for _, id in ipairs(call('ZRANGEBYSCORE', prioritized, scoreOf(first + head),
      '(' .. scoreOf(first + head + 2), 'LIMIT', 0, 500)) do look(id) end
  end
end
local recovered = call('LRANGE', KEYS[7], 0, 499)
for _, id in ipairs(recovered) do
  look(id)
  local priority = tonumber(call('HGET', prefix .. id, 'priority') or '')
  local at = priority and laneOf(priority) + 1 or 1
  if answer[at] then answer[at] = answer[at] + 1 end
end
answer[#answer + 1] = call('ZCARD', delayed)
answer[#answer + 1] = call('LLEN', KEYS[8])
answer[#answer + 1] = call('HEXISTS', meta, 'paused')
answer[#answer + 1] = oldest and string.format('%.0f', oldest) or ''
return answer
`

/** ARGV: ids. Returns those that have an entry. */
export const knownScript = `${shared}
local answer = {}
for _, id in ipairs(ARGV) do
  if call('EXISTS', prefix .. id) == 1 then answer[#answer + 1] = id end
end
return answer
`
