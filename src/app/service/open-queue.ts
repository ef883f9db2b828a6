/** The queue of the service: in Redis when there is one, else in PostgreSQL. */
import type { PoolConfig } from 'pg'
import { openPostgresQueue } from '../../adapters/queue-bullmq/postgres/open-postgres-queue.ts'
import { openRedisQueue, type RedisQueue } from '../../adapters/queue-bullmq/redis/open-redis-queue.ts'
import { withExpressLane } from '../../adapters/queue-bullmq/with-express-lane.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Log } from '../../ports/log/log.ts'
import type { Queue } from '../../ports/queue/queue.ts'
import type { StartFailure } from './backbone.ts'

export interface OpenedQueue {
  readonly queue: Queue
  readonly description: string
  /** Only Redis has a list for people and scalers to look at. */
  readonly mirrorWaiting: RedisQueue['waitingListMirror'] | null
  readonly warnings: readonly string[]
}

const expressName = 'commands'
const expressConcurrency = 2

export async function openQueue(
  redisUrl: string | null,
  connection: PoolConfig,
  log: Log,
): Promise<Outcome<OpenedQueue, StartFailure>> {
  if (redisUrl === null) {
    const queue = withExpressLane({
      express: openPostgresQueue({ connection, log, name: expressName, connectionsMax: 4 }),
      regular: openPostgresQueue({ connection, log }),
      expressConcurrency,
    })
    return succeed({ queue, description: 'in PostgreSQL', mirrorWaiting: null, warnings: [] })
  }
  const opened = openRedisQueue({ url: redisUrl, log })
  if (!opened.ok) return fail(opened.failure)
  const express = openRedisQueue({ url: redisUrl, log, name: expressName })
  if (!express.ok) return fail(express.failure)
  const queue = withExpressLane({ express: express.value, regular: opened.value, expressConcurrency })
  const checked = await opened.value.check()
  const warnings = checked.ok
    ? checked.value.map(({ message, remedy }) => `${message} ${remedy}`)
    : [`${checked.failure.message} ${checked.failure.remedy}`]
  return succeed({
    queue,
    description: 'in Redis',
    mirrorWaiting: (count) => opened.value.waitingListMirror(count),
    warnings,
  })
}
