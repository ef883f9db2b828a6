/** What the queue does when its PostgreSQL is killed, and when it comes back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import { until } from '../../../../test/world/until.ts'
import { jobId } from '../../../domain/job/job-id.ts'
import { silentLog } from '../../../ports/log/silent-log.ts'
import type { Queue, QueueEntry } from '../../../ports/queue/queue.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../embedded-postgres/embedded-postgres.ts'
import { openPostgresQueue } from './open-postgres-queue.ts'

let folder = ''
let server: EmbeddedPostgres | null = null

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'autogen-bot-queue-'))
  const opened = await openEmbeddedPostgres({ folder, log: silentLog })
  if (!opened.ok) throw new Error(opened.failure.message)
  server = opened.value
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('PostgreSQL is killed under the workers and brought back: they go on, and what is added again is taken', async () => {
  if (server === null) throw new Error('no server')
  const queue = openPostgresQueue({ connection: server.connection, log: silentLog })
  try {
    const seen = new Set<string>()
    const workers = queue.work(
      async (job) => {
        seen.add(job)
        return { kind: 'finished' }
      },
      { concurrency: 2 },
    )
    await added(queue, entry(1))
    await until(() => seen.has('1'))

    await added(queue, entry(2, Date.now() + 1_500))
    for (const round of [3, 4, 5]) {
      const killed = server.pid
      process.kill(killed, 'SIGKILL')
      await until(() => server?.pid !== killed)
      await until(async () => {
        if (!seen.has(String(round))) await added(queue, entry(round))
        return seen.has(String(round))
      })
    }
    await until(async () => {
      // As the reconciler does: a crash may have taken the last moments of the queue.
      if (!seen.has('2')) await added(queue, entry(2))
      return seen.has('2')
    })
    await until(() => workers.isAlive())
    await until(async () => {
      const counts = await queue.counts()
      return counts.ok && counts.value.waiting + counts.value.parked + counts.value.active === 0
    })
  } finally {
    await queue.close()
  }
}, 60_000)

async function added(queue: Queue, one: QueueEntry): Promise<void> {
  await until(async () => (await queue.add([one])).ok)
}

function entry(id: number, notBefore: number | null = null): QueueEntry {
  return { job: jobId(String(id)), lane: 'opened', installation: '1', notBefore }
}
