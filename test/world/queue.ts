/** Queues for tests, on a server that the test has started: each call of `open` gives one under a new name. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { openPostgresQueue } from '../../src/adapters/queue-bullmq/postgres/open-postgres-queue.ts'
import { openRedisQueue } from '../../src/adapters/queue-bullmq/redis/open-redis-queue.ts'
import { silentLog } from '../../src/ports/log/silent-log.ts'
import type { Queue } from '../../src/ports/queue/queue.ts'
import type { HangingProcess, QueueUnderTest } from '../../src/ports/queue/queue-contract.ts'
import type { TestDatabase } from './postgres.ts'
import { until } from './until.ts'

const hangingFile = fileURLToPath(
  new URL('../../src/adapters/queue-bullmq/fixtures/take-and-hang.ts', import.meta.url),
)

type Place = { readonly redis: string } | { readonly postgres: TestDatabase['config'] }

export async function openQueueUnderTest(place: Place): Promise<QueueUnderTest> {
  const name = `test-${randomBytes(6).toString('hex')}`
  const queues: Queue[] = []
  const children: HangingProcess[] = []
  const another = () => {
    const queue = openQueue(place, name)
    queues.push(queue)
    return queue
  }
  return {
    queue: another(),
    another,
    hangingProcess: async (concurrency) => {
      const child = startHanging({ ...place, name }, concurrency)
      children.push(child)
      return child
    },
    now: () => Date.now(),
    eventually: until,
    close: async () => {
      await Promise.all(children.map((child) => child.kill()))
      await Promise.all(queues.map((queue) => queue.close()))
    },
  }
}

function openQueue(place: Place, name: string): Queue {
  if ('postgres' in place) {
    return openPostgresQueue({ connection: place.postgres, log: silentLog, name, connectionsMax: 5 })
  }
  const opened = openRedisQueue({ url: place.redis, log: silentLog, name })
  if (!opened.ok) throw new Error(opened.failure.message)
  return opened.value
}

function startHanging(place: object, concurrency: number): HangingProcess {
  const child = spawn(process.execPath, [hangingFile, JSON.stringify(place), String(concurrency)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return { taken: () => output.split('\n').slice(0, -1), kill: () => killed(child) }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await ended
}
