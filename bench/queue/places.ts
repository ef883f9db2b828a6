/** The two servers that a queue may live on, private and started for the run, set up as in production. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/embedded-postgres.ts'
import { openPostgresQueue } from '../../src/adapters/queue-bullmq/postgres/open-postgres-queue.ts'
import { openRedisQueue } from '../../src/adapters/queue-bullmq/redis/open-redis-queue.ts'
import { silentLog } from '../../src/ports/log/silent-log.ts'
import type { Queue } from '../../src/ports/queue/queue.ts'
import { startRedis } from '../../test/world/redis.ts'
import { type BareQueue, openBarePostgres, openBareRedis } from './bare-queue.ts'

export interface Place {
  readonly name: string
  open(queue: string): Queue
  /** BullMQ alone, without lanes and turns, on the same server. */
  openBare(queue: string): BareQueue
  stop(): Promise<void>
}

const connectionsMax = 10

export async function startRedisPlace(): Promise<Place> {
  const server = await startRedis(['--appendonly', 'yes', '--appendfsync', 'everysec'])
  return {
    name: 'Redis',
    open: (name) => {
      const opened = openRedisQueue({ url: server.url, log: silentLog, name })
      if (!opened.ok) throw new Error(opened.failure.message)
      return opened.value
    },
    openBare: (name) => openBareRedis(server.url, name),
    stop: () => server.stop(),
  }
}

export async function startPostgresPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-bench-'))
  const opened = await openEmbeddedPostgres({ folder, log: silentLog })
  if (!opened.ok) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(opened.failure.message)
  }
  const { connection } = opened.value
  return {
    name: 'PostgreSQL',
    open: (name) => openPostgresQueue({ connection, log: silentLog, name, connectionsMax }),
    openBare: (name) => openBarePostgres(connection, name, connectionsMax),
    stop: async () => {
      await opened.value.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
