/** The queue on Redis: one server, Sentinels or a Cluster. */
import { once } from 'node:events'
import {
  type BackendFactory,
  Queue as BullQueue,
  createRedisBackend,
  type RedisQueueBackend,
  Worker,
} from 'bullmq'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { Log } from '../../../ports/log/log.ts'
import type { Queue, QueueFailure } from '../../../ports/queue/queue.ts'
import { boundTime } from '../bound-time.ts'
import { createQueue } from '../create-queue.ts'
import {
  type EntryData,
  idleSeconds,
  type QueueServer,
  queueOptions,
  type Reached,
  workerOptions,
} from '../queue-server.ts'
import { checkRedis, type RedisWarning } from './check-redis.ts'
import { describeRedisAddress, parseRedisAddress } from './redis-address.ts'
import { connectRedis, isReady, type RedisClient, type RedisConnection } from './redis-client.ts'
import { RedisAway, redisFailureOf } from './redis-failure.ts'
import { createRedisTurns } from './redis-turns.ts'
import { mirrorWaitingCount } from './waiting-list-mirror.ts'

const reachTimeMs = 2_000

export interface RedisQueueOptions {
  /** See `redis-address.ts`. */
  readonly url: string
  readonly log: Log
  readonly sentinelPassword?: string
  /** Two queues of different names in one Redis know nothing of each other. */
  readonly name?: string
}

export interface RedisQueue extends Queue {
  /** Makes the LIST `webhook_queue` exactly `count` long. */
  waitingListMirror(count: number): Promise<Outcome<void, QueueFailure>>
  /** For the doctor. */
  check(): Promise<Outcome<readonly RedisWarning[], QueueFailure>>
}

/** Fails only for a URL that makes no sense: a server that is away is waited for. */
export function openRedisQueue(options: RedisQueueOptions): Outcome<RedisQueue, QueueFailure> {
  const address = parseRedisAddress(options.url)
  if (!address.ok) return address
  const description = describeRedisAddress(address.value)
  const connection = connectRedis(address.value, options.sentinelPassword ?? null)
  const { client } = connection
  const server = createRedisServer(connection, description, options)
  const ask = async <Value>(work: () => Promise<Value>): Promise<Outcome<Value, QueueFailure>> => {
    try {
      await server.reach()
      return await boundTime(work(), reachTimeMs, redisFailureOf(new RedisAway('no answer'), description))
    } catch (error) {
      return fail(server.failureOf(error))
    }
  }
  return succeed({
    ...createQueue({ server, log: options.log }),
    waitingListMirror: (count) => ask(() => mirrorWaitingCount(client, count)),
    check: () => ask(() => checkRedis(client)),
  })
}

function createRedisServer(
  { client, end }: RedisConnection,
  description: string,
  options: RedisQueueOptions,
): QueueServer {
  const { log, name = 'jobs' } = options
  // The braces keep all keys of the queue in one slot of a Cluster.
  const connection = { connection: client, prefix: '{autogen}' }
  const turns = createRedisTurns(client, `{autogen}:${name}`)
  let reason = 'not connected yet'
  let queue: BullQueue<EntryData, void, string> | null = null
  const onError = (error: Error) => {
    reason = error.message === '' ? reason : error.message
    log.debug({ reason }, 'Redis connection met an error')
  }
  client.on('error', onError)

  return {
    description,
    reach: async (): Promise<Reached> => {
      if (!isReady(client)) await untilReady(client, () => reason)
      if (queue === null) {
        queue = new BullQueue<EntryData, void, string>(name, { ...connection, ...queueOptions })
        queue.on('error', onError)
      }
      return { queue, turns }
    },
    createWorker: (processor, settings) => {
      const worker = new Worker<EntryData, void, string>(
        name,
        processor,
        { ...connection, ...workerOptions(settings) },
        createImpatientBackend,
      )
      worker.on('error', settings.onError)
      return worker
    },
    failureOf: (error) => redisFailureOf(error, description),
    close: async () => {
      if (queue !== null) await boundTime(queue.close().catch(onError), reachTimeMs, null)
      end()
    },
  }
}

/** A worker that waits for a parked entry would otherwise sleep for ten seconds, whatever wake-up was lost meanwhile. */
const createImpatientBackend: BackendFactory<RedisQueueBackend> = (...args) =>
  Object.defineProperty(createRedisBackend(...args), 'maximumBlockTimeout', { value: idleSeconds })

async function untilReady(client: RedisClient, reason: () => string): Promise<void> {
  try {
    await once(client, 'ready', { signal: AbortSignal.timeout(reachTimeMs) })
  } catch {
    throw new RedisAway(reason())
  }
}
