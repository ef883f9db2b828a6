/**
 * The intake as `serve` puts it together: our server, the embedded PostgreSQL that commits to disk before an answer,
 * the queue in the same database, a log and metrics that are really written.
 */
import { rmSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { pino } from 'pino'
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/embedded-postgres.ts'
import { createLog } from '../../src/adapters/log-pino/create-log.ts'
import { createPrometheusMeter } from '../../src/adapters/meter-prometheus/create-meter.ts'
import { migrate } from '../../src/adapters/postgres/migrate/migrate.ts'
import { openStore } from '../../src/adapters/postgres/open-store.ts'
import { openPostgresQueue } from '../../src/adapters/queue-bullmq/postgres/open-postgres-queue.ts'
import type { AppName } from '../../src/domain/repository/repository.ts'
import { createHttpServer } from '../../src/http/create-http-server.ts'
import { defaultHttpSettings } from '../../src/http/http-settings.ts'
import { createAcceptDelivery } from '../../src/ingest/accept-delivery.ts'
import { createEnqueuer } from '../../src/ingest/enqueuer.ts'
import { indicators } from '../../src/ops/indicators/indicators.ts'
import { createSecurityJournal } from '../../src/ops/security/create-security-journal.ts'
import { noTracer } from '../../src/ports/trace/tracer.ts'
import { tellParent } from './measured-child.ts'
import { appId, webhookSecret } from './prepared-bodies.ts'

const migrations = join(import.meta.dirname, '..', '..', 'migrations')
const log = createLog({
  level: 'info',
  fields: { role: 'web' },
  secrets: [webhookSecret],
  destination: pino.destination({ dest: '/dev/null', sync: true }),
})
const clock = { now: () => Date.now() }
const meter = createPrometheusMeter(indicators)
const folder = await mkdtemp(join(tmpdir(), 'autogen-bot-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
// Started by root, the database runs as somebody else, who has to get in.
await chmod(folder, 0o711)

const postgres = expectOk(await openEmbeddedPostgres({ folder: join(folder, 'data'), log }))
const { connection } = postgres
expectOk(await migrate({ connection, folder: migrations, log }))
const store = await openStore({ connection, log })
const queue = openPostgresQueue({ connection, log })
const enqueuer = createEnqueuer({ queue, clock, log })
const accept = expectOk(
  createAcceptDelivery({
    apps: [{ name: 'main' as AppName, id: appId, secrets: [webhookSecret], botName: () => 'autogen-bot' }],
    inbox: store.inbox,
    journal: createSecurityJournal({ security: store.security, clock, log, meter }),
    tracer: noTracer,
    enqueue: enqueuer.enqueue,
    clock,
    log,
    meter,
  }),
)
const health = [
  {
    name: 'store',
    isVital: true,
    check: async () => {
      await store.check()
      return { ok: true } as const
    },
  },
]
const settings = { ...defaultHttpSettings, port: 0 }
const server = createHttpServer({ accept, health, settings, clock, log, meter })
const { port } = await server.listen()
tellParent({ port, stop, stored, helperPid: postgres.pid })

async function stored(): Promise<number> {
  const client = new Client(connection)
  await client.connect()
  const { rows } = await client.query<{ count: string }>('select count(*) from deliveries')
  await client.end()
  return Number(rows[0]?.count)
}

async function stop(): Promise<void> {
  await server.close()
  await enqueuer.drain()
  await queue.close()
  await store.close()
  await postgres.stop()
}

function expectOk<Value>(
  outcome:
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly failure: { readonly message: string } },
): Value {
  if (outcome.ok) return outcome.value
  throw new Error(outcome.failure.message)
}
