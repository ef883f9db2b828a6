/** The table that remembers what was applied. */
import type { Client } from 'pg'
import type { AppliedMigration, Migration } from './migration.ts'

export async function createSchemaTable(client: Client): Promise<void> {
  await client.query(`create table if not exists schema_migrations (
    number int primary key,
    name text not null,
    checksum text not null,
    breaking boolean not null,
    applied_at timestamptz not null default now()
  )`)
}

/** @returns in the order of their numbers; none when there is no such table */
export async function readApplied(client: Client): Promise<readonly AppliedMigration[]> {
  const { rows: tables } = await client.query(
    "select to_regclass('schema_migrations') is not null as is_there",
  )
  if (!tables[0].is_there) return []
  const { rows } = await client.query<AppliedMigration>(
    'select number, name, checksum, breaking as "isBreaking" from schema_migrations order by number',
  )
  return rows
}

export async function recordApplied(client: Client, migration: Migration): Promise<void> {
  const { number, name, checksum, isBreaking } = migration
  await client.query(
    'insert into schema_migrations (number, name, checksum, breaking) values ($1, $2, $3, $4)',
    [number, name, checksum, isBreaking],
  )
}
