/** The contract of the queue on a real PostgreSQL, and what is PostgreSQL's own. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../../test/world/postgres.ts'
import { openQueueUnderTest } from '../../../../test/world/queue.ts'
import { silentLog } from '../../../ports/log/silent-log.ts'
import { describeQueueContract } from '../../../ports/queue/queue-contract.ts'
import { openPostgresQueue } from './open-postgres-queue.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase({ migrations: null })
})
afterAll(() => database?.drop())

describeQueueContract('the queue on PostgreSQL', () => openQueueUnderTest({ postgres: database.config }))

test('several processes that start at once on an empty database make its tables together', async () => {
  const empty = await createDatabase({ migrations: null })
  const queues = [1, 2, 3, 4].map(() =>
    openPostgresQueue({ connection: empty.config, log: silentLog, connectionsMax: 2 }),
  )
  try {
    const counts = await Promise.all(queues.map((queue) => queue.counts()))
    expect(counts.map((outcome) => outcome.ok)).toEqual([true, true, true, true])
  } finally {
    await Promise.all(queues.map((queue) => queue.close()))
    await empty.drop()
  }
})

test('options in the address of the database do not take the tables away', async () => {
  const url = new URL(
    `postgresql://${database.config.user}@localhost:${database.config.port}/${database.config.database}`,
  )
  url.searchParams.set('host', database.config.host)
  url.searchParams.set('options', '-c statement_timeout=20000')
  const queue = openPostgresQueue({ connection: { connectionString: url.href }, log: silentLog })
  try {
    expect(await queue.counts()).toMatchObject({ ok: true })
  } finally {
    await queue.close()
  }
})

test('a server that is not there is a failure that says what to do', async () => {
  const connection = { ...database.config, host: '/nowhere/to/be/found' }
  const queue = openPostgresQueue({ connection, log: silentLog })
  try {
    expect(await queue.counts()).toMatchObject({
      ok: false,
      failure: { kind: 'unreachable', remedy: expect.stringContaining('DATABASE_URL') },
    })
  } finally {
    await queue.close()
  }
})
