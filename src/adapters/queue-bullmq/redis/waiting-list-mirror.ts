/**
 * A LIST named exactly `webhook_queue` with one element for each waiting job, for `LLEN`, autoscalers and people who
 * expect one. Nothing depends on it. It is set to a number, not counted along, so a miss is mended by the next call.
 */
import type { RedisClient } from './redis-client.ts'
import { runScript } from './run-script.ts'

export const waitingListName = 'webhook_queue'

/** Makes the list exactly `count` long, in one atomic step. */
export async function mirrorWaitingCount(client: RedisClient, count: number): Promise<void> {
  await runScript(client, mirrorScript, [waitingListName], [Math.max(0, Math.trunc(count))])
}

const mirrorScript = `
local missing = tonumber(ARGV[1]) - redis.call('LLEN', KEYS[1])
if missing < 0 then
  if tonumber(ARGV[1]) == 0 then redis.call('DEL', KEYS[1])
  else redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[1]) - 1) end
end
while missing > 0 do
  local batch = {}
  for at = 1, math.min(missing, 5000) do batch[at] = '1' end
  redis.call('RPUSH', KEYS[1], unpack(batch))
  missing = missing - #batch
end
return missing
`
