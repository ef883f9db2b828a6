/** The queue on PostgreSQL: for the embedded server, and where there is no Redis. */
import {
  type BackendFactory,
  Queue as BullQueue,
  createPostgresBackend,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
  runMigrations,
  Worker,
} from 'bullmq'
import type { PoolConfig } from 'pg'
import type { Log } from '../../../ports/log/log.ts'
import type { Queue, QueueFailure } from '../../../ports/queue/queue.ts'
import { createQueue } from '../create-queue.ts'
import {
  type EntryData,
  idleSeconds,
  type QueueServer,
  queueOptions,
  type Reached,
  workerOptions,
} from '../queue-server.ts'
import { createPostgresTurns } from './postgres-turns.ts'
import { createSteadyPool, PostgresAway, type SteadyPool, schema } from './steady-pool.ts'
import { turnsSql } from './turns-sql.ts'

const connectionsMaxDefault = 10

export interface PostgresQueueOptions {
  /** The role may create a schema in the database. */
  readonly connection: PoolConfig
  readonly log: Log
  /** Each worker holds one for as long as it runs. */
  readonly connectionsMax?: number
  /** Two queues of different names in one database know nothing of each other. */
  readonly name?: string
}

/** A server that is away is waited for. */
export function openPostgresQueue(options: PostgresQueueOptions): Queue {
  return createQueue({ server: createPostgresServer(options), log: options.log })
}

type PostgresQueue = BullQueue<
  EntryData,
  void,
  string,
  EntryData,
  void,
  string,
  PostgresQueueBackend,
  PostgresConnectionOptions
>

function createPostgresServer(options: PostgresQueueOptions): QueueServer {
  const { log, name = 'jobs', connectionsMax = connectionsMaxDefault } = options
  const pool = createSteadyPool(options.connection, connectionsMax)
  const turns = createPostgresTurns(pool, name)
  const onError = (error: Error) =>
    log.debug({ reason: error.message }, 'PostgreSQL queue connection met an error')
  pool.on('error', onError)
  let reached: Promise<Reached & { readonly queue: PostgresQueue }> | null = null

  async function open() {
    await prepareSchema(pool)
    const queue: PostgresQueue = new BullQueue(
      name,
      { connection: pool, ...queueOptions },
      createPostgresBackend,
    )
    queue.on('error', onError)
    await queue.waitUntilReady()
    return { queue, turns }
  }

  return {
    description: 'PostgreSQL (queue)',
    reach: async () => {
      reached ??= open()
      const attempt = reached
      try {
        return await attempt
      } catch (error) {
        if (reached === attempt) reached = null
        throw error
      }
    },
    createWorker: (processor, settings) => {
      const worker = new Worker<
        EntryData,
        void,
        string,
        PostgresQueueBackend,
        number,
        PostgresConnectionOptions
      >(name, processor, { connection: pool, ...workerOptions(settings) }, createImpatientBackend)
      worker.on('error', settings.onError)
      return worker
    },
    failureOf: postgresFailureOf,
    close: async () => {
      const open = await reached?.catch(() => null)
      await open?.queue.close().catch(onError)
      await pool.end()
    },
  }
}

/** BullMQ's tables and ours. Both are made under a lock, so that any number of processes may start at once. */
async function prepareSchema(pool: SteadyPool): Promise<void> {
  const client = await pool.connect()
  try {
    await runMigrations(client, schema)
    await client.query(`select pg_advisory_lock(hashtext('autogen:turns'))`)
    try {
      await client.query(`begin; ${turnsSql}; commit`)
    } finally {
      await client.query(`rollback; select pg_advisory_unlock(hashtext('autogen:turns'))`)
    }
  } finally {
    client.release()
  }
}

/** After an outage BullMQ would wait for a notification for up to an hour, and the one it needs may have been lost. */
const createImpatientBackend: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> = (...args) =>
  Object.defineProperty(createPostgresBackend(...args), 'maximumBlockTimeout', { value: idleSeconds })

function postgresFailureOf(error: unknown): QueueFailure {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 200) ?? ''
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof PostgresAway) {
    return {
      kind: 'unreachable',
      message: `PostgreSQL cannot be reached for the queue (${reason}).`,
      remedy: 'Start it or correct DATABASE_URL; nothing is lost meanwhile.',
    }
  }
  if (/^(?:28...|42501|3D000)$/.test(code)) {
    return {
      kind: 'refused',
      message: `PostgreSQL refused the queue: ${reason}.`,
      remedy: `Correct the user in DATABASE_URL, and grant it CREATE on the database (the queue lives in the schema ${schema}).`,
    }
  }
  return {
    kind: 'refused',
    message: `PostgreSQL did not do what the queue asked: ${reason}.`,
    remedy:
      'Look at the log of PostgreSQL; a full disk, a read-only server or a foreign schema "bullmq" are usual causes.',
  }
}
