/**
 * Brings the database's schema up to the program's. Each migration is one transaction; processes that come at once
 * take turns, and those behind find nothing to do.
 *
 * What only some servers can, a migration asks for itself, e.g. to keep large texts with lz4 where it is built in:
 *
 *   do $$ begin
 *     alter table deliveries alter column payload set compression lz4;
 *   exception when feature_not_supported then null; -- the default does it too, more slowly
 *   end $$;
 */
import { type Client, type ClientConfig, DatabaseError } from 'pg'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { Log } from '../../../ports/log/log.ts'
import { compareSchema, type SchemaDifference } from './compare-schema.ts'
import type { Migration, MigrationFailure, MigrationReport } from './migration.ts'
import { readMigrations } from './read-migrations.ts'
import { createSchemaTable, readApplied, recordApplied } from './schema-table.ts'
import { withConnection } from './with-connection.ts'

export interface MigrationRequest {
  readonly connection: ClientConfig
  /** Where the `.sql` files are. */
  readonly folder: string
  readonly log: Log
  /** For another process that migrates, and for each migration's locks on tables in use. Default: 5 minutes. */
  readonly lockMsMax?: number
}

const lockMsMaxDefault = 300_000
/** `autogen-` as a number: any that no other program uses as an advisory lock here. */
const lockKey = '7022364302122020653'
const lockNotAvailable = '55P03'

export async function migrate(
  request: MigrationRequest,
): Promise<Outcome<MigrationReport, MigrationFailure>> {
  const { connection, folder, log, lockMsMax = lockMsMaxDefault } = request
  const known = await readMigrations(folder)
  if (!known.ok) return known
  return withConnection(connection, async (client) => {
    await client.query(`set lock_timeout = ${Math.trunc(lockMsMax)}`)
    if (!(await takeTurn(client))) return locked(lockMsMax)
    await createSchemaTable(client)
    const difference = compareSchema(known.value, await readApplied(client))
    if (!difference.ok) return difference
    for (const migration of difference.value.pending) {
      const applied = await apply(client, migration)
      if (!applied.ok) return applied
      log.info({ migration: migration.name, breaking: migration.isBreaking }, 'migration applied')
    }
    return succeed(report(known.value, difference.value, difference.value.pending, log))
  })
}

/** For processes that do not migrate: fails unless the schema is one that this program can work with. */
export async function checkSchema(
  request: MigrationRequest,
): Promise<Outcome<MigrationReport, MigrationFailure>> {
  const known = await readMigrations(request.folder)
  if (!known.ok) return known
  return withConnection(request.connection, async (client) => {
    const difference = compareSchema(known.value, await readApplied(client))
    if (!difference.ok) return difference
    const { pending } = difference.value
    if (pending.length > 0) return behind(pending)
    return succeed(report(known.value, difference.value, [], request.log))
  })
}

/** Held until the connection ends, however it ends. */
async function takeTurn(client: Client): Promise<boolean> {
  try {
    await client.query(`select pg_advisory_lock(${lockKey})`)
    return true
  } catch (error) {
    if (error instanceof DatabaseError && error.code === lockNotAvailable) return false
    throw error
  }
}

async function apply(client: Client, migration: Migration): Promise<Outcome<null, MigrationFailure>> {
  try {
    await client.query('begin')
    await client.query(migration.sql)
    await recordApplied(client, migration)
    await client.query('commit')
    return succeed(null)
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    await client.query('rollback')
    return failedIn(migration, error)
  }
}

function report(
  known: readonly Migration[],
  { unknown }: SchemaDifference,
  applied: readonly Migration[],
  log: Log,
): MigrationReport {
  const names = unknown.map(({ name }) => name)
  if (names.length > 0) {
    log.warn({ migrations: names }, 'database is newer than this program, in ways it can work with')
  }
  return {
    applied: applied.map(({ name }) => name),
    version: unknown.at(-1)?.number ?? known.length,
    unknown: names,
  }
}

function failedIn({ name, sql }: Migration, { message, position, code }: DatabaseError) {
  const line = position === undefined ? '' : `, line ${sql.slice(0, Number(position)).split('\n').length}`
  const isLocked = code === lockNotAvailable
  return fail<MigrationFailure>({
    kind: isLocked ? 'locked' : 'migration-failed',
    message: `The migration ${name} failed${line}: ${message}. Nothing of it was kept.`,
    remedy: isLocked
      ? 'Something holds the table for long: end that transaction (see pg_stat_activity), then start again.'
      : 'Read the message; correct what stands in the database, or install a version with a corrected migration.',
  })
}

function locked(lockMsMax: number) {
  return fail<MigrationFailure>({
    kind: 'locked',
    message: `Another process has been migrating the database for more than ${lockMsMax / 1000} s.`,
    remedy:
      'Wait for it, or end its connection (application_name "autogen-bot migrations"), then start again.',
  })
}

function behind(pending: readonly Migration[]) {
  return fail<MigrationFailure>({
    kind: 'schema-behind',
    message: `The database lacks ${pending.map(({ name }) => name).join(', ')}.`,
    remedy: 'Start a process that migrates (autogen-bot serve), or wait for the one that does.',
  })
}
