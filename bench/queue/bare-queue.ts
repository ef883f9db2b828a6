/** BullMQ as it comes, doing the same amount of work: what our lanes and turns cost is the difference. */
import { createPostgresBackend, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { type ClientConfig, Pool } from 'pg'

export interface BareQueue {
  add(ids: readonly number[]): Promise<void>
  /** Handles every job at once until `isEnough`. */
  work(concurrency: number, onJob: () => void): { stop(): Promise<void> }
  close(): Promise<void>
}

const jobOptions = { removeOnComplete: true, removeOnFail: true }

export function openBareRedis(url: string, name: string): BareQueue {
  const connection = new Redis(url, { maxRetriesPerRequest: null })
  const options = { connection, prefix: '{bare}' }
  const queue = new Queue<object, void, string>(name, { ...options, defaultJobOptions: jobOptions })
  return {
    add: async (ids) => {
      await queue.addBulk(ids.map(bareJob))
    },
    work: (concurrency, onJob) => {
      const worker = new Worker<object, void, string>(name, async () => onJob(), { ...options, concurrency })
      return { stop: () => worker.close() }
    },
    close: async () => {
      await queue.close()
      connection.disconnect()
    },
  }
}

/** On the schema that a queue of ours has made before. */
export function openBarePostgres(config: ClientConfig, name: string, connectionsMax: number): BareQueue {
  const pool = new Pool({
    ...config,
    max: connectionsMax,
    options: '-c search_path=bullmq -c synchronous_commit=off',
  })
  // BullMQ describes the part of pg that it uses with types of its own, of which pg's are not quite a subtype.
  const options = { connection: pool as never }
  const queue = new Queue(name, { ...options, defaultJobOptions: jobOptions }, createPostgresBackend)
  return {
    add: async (ids) => {
      await queue.addBulk(ids.map(bareJob))
    },
    work: (concurrency, onJob) => {
      const worker = new Worker(name, async () => onJob(), { ...options, concurrency }, createPostgresBackend)
      return { stop: () => worker.close() }
    },
    close: async () => {
      await queue.close()
      await pool.end()
    },
  }
}

function bareJob(id: number) {
  return { name: 'job', data: { installation: '1' }, opts: { jobId: `j${id}`, priority: 1 + (id % 1_000) } }
}
