/** The database of the service: one that is given, or the embedded one; migrated before anyone uses it. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PoolConfig } from 'pg'
import { openEmbeddedPostgres } from '../../adapters/embedded-postgres/embedded-postgres.ts'
import { migrate } from '../../adapters/postgres/migrate/migrate.ts'
import type { ServiceConfig } from '../../config/service/service-config.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { Log } from '../../ports/log/log.ts'
import type { StartFailure } from './backbone.ts'

export interface Database {
  readonly connection: PoolConfig
  /** For people: which one it is. */
  readonly description: string
  close(): Promise<void>
}

const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))

export async function openDatabase(
  { databaseUrl, dataFolder }: Pick<ServiceConfig, 'databaseUrl' | 'dataFolder'>,
  log: Log,
): Promise<Outcome<Database, StartFailure>> {
  const database = databaseUrl === null ? await openEmbedded(dataFolder, log) : given(databaseUrl)
  if (!database.ok) return database
  const migrated = await migrate({ connection: database.value.connection, folder: migrationsFolder, log })
  if (migrated.ok) return database
  await database.value.close()
  return fail(migrated.failure)
}

function given(connectionString: string): Outcome<Database, StartFailure> {
  return succeed({
    connection: { connectionString },
    description: 'PostgreSQL of DATABASE_URL',
    close: async () => {},
  })
}

async function openEmbedded(dataFolder: string, log: Log): Promise<Outcome<Database, StartFailure>> {
  const folder = join(dataFolder, 'postgres')
  const server = await openEmbeddedPostgres({ folder, log })
  if (!server.ok) return server
  return succeed({
    connection: server.value.connection,
    description: `embedded PostgreSQL in ${folder}`,
    async close() {
      const stopped = await server.value.stop()
      if (!stopped.ok) log.warn({ reason: stopped.failure.message }, 'embedded database could not be stopped')
    },
  })
}
