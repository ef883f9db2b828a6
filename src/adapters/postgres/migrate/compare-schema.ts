/** Compares what the program knows with what the database has. */
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { AppliedMigration, Migration, MigrationFailure } from './migration.ts'

export interface SchemaDifference {
  /** In the order in which they are to be applied. */
  readonly pending: readonly Migration[]
  /** Newer than the program, all safe. */
  readonly unknown: readonly AppliedMigration[]
}

export function compareSchema(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): Outcome<SchemaDifference, MigrationFailure> {
  const byNumber = new Map(applied.map((migration) => [migration.number, migration]))
  for (const migration of known) {
    const there = byNumber.get(migration.number)
    if (there !== undefined && there.checksum !== migration.checksum) return changed(migration, there)
  }
  const unknown = applied.filter(({ number }) => number > known.length)
  const breaking = unknown.filter(({ isBreaking }) => isBreaking)
  if (breaking.length > 0) return tooNew(known, breaking)
  const pending = known.filter(({ number }) => !byNumber.has(number))
  const newest = Math.max(0, ...byNumber.keys())
  const skipped = pending.find(({ number }) => number < newest)
  return skipped === undefined ? succeed({ pending, unknown }) : lacking(skipped)
}

function changed(migration: Migration, there: AppliedMigration) {
  return fail<MigrationFailure>({
    kind: 'schema-changed',
    message: `The migration ${migration.name} is not the one that was applied to the database (${there.name}): their checksums differ.`,
    remedy: 'An applied migration is never edited: restore its file, and put the change into a new one.',
  })
}

function tooNew(known: readonly Migration[], breaking: readonly AppliedMigration[]) {
  return fail<MigrationFailure>({
    kind: 'schema-too-new',
    message: `The database has ${breaking.map(({ name }) => name).join(', ')}, which this version of autogen-bot (up to ${known.at(-1)?.name ?? 'no migration'}) cannot work with.`,
    remedy: 'Run the newer version of autogen-bot, or restore the backup from before its installation.',
  })
}

function lacking(skipped: Migration) {
  return fail<MigrationFailure>({
    kind: 'schema-changed',
    message: `The database has newer migrations but not ${skipped.name}.`,
    remedy: 'Rows of the table schema_migrations were removed by hand: restore them or a backup.',
  })
}
