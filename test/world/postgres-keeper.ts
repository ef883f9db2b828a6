/**
 * Keeps the PostgreSQL server of one test run: a process of its own, because test processes come and go. It ends the
 * server and removes its folder when it is told to, or when the test run is gone, even by kill -9.
 */
import { rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/embedded-postgres.ts'
import { isAlive, ownIdentity } from '../../src/adapters/embedded-postgres/process-identity.ts'
import type { Log } from '../../src/ports/log/log.ts'
import { placesIn } from './postgres-places.ts'

const [folder = '', owner = '{}'] = process.argv.slice(2)
const places = placesIn(folder)
const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
process.title = 'autogen-bot test postgres keeper'

await writeFile(places.keeper, JSON.stringify(ownIdentity()))
const server = await openEmbeddedPostgres({
  folder: places.data,
  log: createLog(),
  // What a power cut would lose is not what these tests are about.
  settings: {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '128MB',
    max_connections: '300',
  },
})
if (!server.ok) {
  process.stderr.write(`${JSON.stringify(server.failure)}\n`)
  process.exit(1)
}
const { administration, connection } = server.value
await writeFile(`${places.ready}.new`, JSON.stringify({ administration, connection }))
await rename(`${places.ready}.new`, places.ready)
while (!stop.signal.aborted && isAlive(JSON.parse(owner))) {
  await delay(200, null, { signal: stop.signal }).catch(() => {})
}
await server.value.stop()
await rm(folder, { recursive: true, force: true })
process.exit(0)

function createLog(): Log {
  const write = (fields: object, message: string) =>
    process.stderr.write(`${JSON.stringify({ message, ...fields })}\n`)
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log }
  return log
}
