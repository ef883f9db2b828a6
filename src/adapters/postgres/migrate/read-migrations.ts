/**
 * Reads the migrations of a folder: `0001-name.sql`, numbered without gaps, the first line `-- safe` or `-- breaking`.
 * Safe means that the program of the version before goes on working on the new schema.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import type { Migration, MigrationFailure } from './migration.ts'

const nameForm = /^(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/
/** At the start of a line and ended at once, so not the BEGIN of a function's body. */
const transactionControl =
  /^[ \t]*(?:begin|commit|rollback|start[ \t]+transaction)(?:[ \t]+(?:work|transaction))?[ \t]*;/im

export async function readMigrations(
  folder: string,
): Promise<Outcome<readonly Migration[], MigrationFailure>> {
  let names: readonly string[]
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  } catch (error) {
    return invalid(`The migrations in ${folder} cannot be read: ${(error as Error).message}.`)
  }
  if (names.length === 0) return invalid(`There are no migrations in ${folder}.`)
  const migrations: Migration[] = []
  for (const name of names) {
    const number = Number(nameForm.exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(number)) return invalid(`The migration ${name} is not named like 0001-some-words.sql.`)
    const expected = migrations.length + 1
    if (number !== expected) {
      const what = number < expected ? 'is there twice' : 'follows a gap'
      return invalid(`The number of the migration ${name} ${what}: ${pad(expected)} is next.`)
    }
    const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
    const migration = parse(number, name, text)
    if (!migration.ok) return migration
    migrations.push(migration.value)
  }
  return succeed(migrations)
}

function parse(number: number, name: string, sql: string): Outcome<Migration, MigrationFailure> {
  const [head = ''] = sql.split('\n', 1)
  const kind = /^-- (safe|breaking)\s*$/.exec(head)?.[1]
  if (kind === undefined) return invalid(`The first line of ${name} is neither "-- safe" nor "-- breaking".`)
  const own = transactionControl.exec(sql)
  if (own !== null) {
    return invalid(`${name} says "${own[0].trim()}": each migration is one transaction that is not its own.`)
  }
  const checksum = createHash('sha256').update(sql).digest('hex')
  return succeed({ number, name, isBreaking: kind === 'breaking', sql, checksum })
}

function pad(number: number): string {
  return String(number).padStart(4, '0')
}

function invalid(message: string) {
  return fail<MigrationFailure>({
    kind: 'files-invalid',
    message,
    remedy: 'Install autogen-bot again; whoever wrote the migration corrects its file.',
  })
}
