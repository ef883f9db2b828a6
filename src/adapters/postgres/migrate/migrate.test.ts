import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../../test/world/postgres.ts'
import type { Log } from '../../../ports/log/log.ts'
import { checkSchema, migrate } from './migrate.ts'

const migrateOnce = fileURLToPath(new URL('./fixtures/migrate-once.ts', import.meta.url))
const usersTable = '-- breaking\ncreate table users (id int primary key, name text);\n'
const nameIndex =
  '-- safe\ncreate index users_name on users (name);\ninsert into users values (1, $$ada$$);\n'

let database: TestDatabase
let folder = ''
let said: { fields: object; message: string }[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'autogen-bot-migrations-'))
  said = []
  database = await createDatabase({ migrations: null })
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.drop()
})

describe('migrating', () => {
  test('applies in order, remembers, and has nothing to do the second time', async () => {
    write('0001-users.sql', usersTable)
    write('0002-users-name.sql', nameIndex)
    expect(await run()).toEqual({
      ok: true,
      value: { applied: ['0001-users.sql', '0002-users-name.sql'], version: 2, unknown: [] },
    })
    expect(await run()).toEqual({ ok: true, value: { applied: [], version: 2, unknown: [] } })
    expect(await ask('select number, name, breaking from schema_migrations order by number')).toEqual([
      { number: 1, name: '0001-users.sql', breaking: true },
      { number: 2, name: '0002-users-name.sql', breaking: false },
    ])
  })

  test('processes that come at once take turns: each migration is applied by one of them', async () => {
    write('0001-users.sql', `${usersTable}select pg_sleep(0.2);\n`)
    write('0002-users-name.sql', nameIndex)
    const reports = await Promise.all([runInProcess(), runInProcess(), run()])
    expect(reports.map((report) => report.ok && report.value.applied.length).sort()).toEqual([0, 0, 2])
    expect(await ask('select count(*)::int as rows from users')).toEqual([{ rows: 1 }])
  })

  test('one that fails leaves nothing of itself, and keeps those before it', async () => {
    write('0001-users.sql', usersTable)
    write('0002-broken.sql', '-- safe\ninsert into users values (1);\n\ncreate tabel x ();\n')
    expect(await run()).toEqual({
      ok: false,
      failure: expect.objectContaining({
        kind: 'migration-failed',
        message:
          'The migration 0002-broken.sql failed, line 4: syntax error at or near "tabel". Nothing of it was kept.',
      }),
    })
    expect(await ask('select count(*)::int as rows from users')).toEqual([{ rows: 0 }])
    expect(await ask('select number from schema_migrations')).toEqual([{ number: 1 }])
  })

  test('waits for another only so long', async () => {
    write('0001-users.sql', `${usersTable}select pg_sleep(600);\n`)
    const slow = run()
    await until(
      "select 1 from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()",
    )
    expect(await migrate({ ...request(), lockMsMax: 50 })).toMatchObject({ failure: { kind: 'locked' } })
    await ask(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()",
    )
    expect(await slow).toMatchObject({ ok: false })
    // The turn of the one that was cut off is over, and its table is not there.
    write('0001-users.sql', usersTable)
    expect(await run()).toMatchObject({ ok: true })
  })

  test('what only some servers have is asked for in SQL', async () => {
    write(
      '0001-lz4.sql',
      `-- safe
create table deliveries (payload text);
do $$ begin
  alter table deliveries alter column payload set compression lz4;
exception when feature_not_supported then null;
end $$;
`,
    )
    expect(await run()).toMatchObject({ ok: true })
    expect(
      await ask("select attcompression in ('l', '') as known from pg_attribute where attname = 'payload'"),
    ).toEqual([{ known: true }])
  })

  test('a server that is not there', async () => {
    const connection = { ...database.config, host: folder }
    expect(await migrate({ ...request(), connection })).toMatchObject({ failure: { kind: 'files-invalid' } })
    write('0001-users.sql', usersTable)
    expect(await migrate({ ...request(), connection })).toMatchObject({ failure: { kind: 'unreachable' } })
  })
})

describe('a program and a database of different age', () => {
  beforeEach(async () => {
    write('0001-users.sql', usersTable)
    expect(await run()).toMatchObject({ ok: true })
  })

  test('an old program refuses a newer breaking migration', async () => {
    write('0002-rename.sql', '-- breaking\nalter table users rename to people;\n')
    expect(await run()).toMatchObject({ ok: true })
    remove('0002-rename.sql')
    for (const outcome of [await run(), await checkSchema(request())]) {
      expect(outcome).toMatchObject({
        failure: { kind: 'schema-too-new', message: expect.stringContaining('0002-rename.sql') },
      })
    }
  })

  test('an old program goes on with newer safe ones, and says so', async () => {
    write('0002-users-name.sql', nameIndex)
    expect(await run()).toMatchObject({ ok: true })
    remove('0002-users-name.sql')
    said = []
    for (const outcome of [await run(), await checkSchema(request())]) {
      expect(outcome).toEqual({
        ok: true,
        value: { applied: [], version: 2, unknown: ['0002-users-name.sql'] },
      })
    }
    expect(said).toHaveLength(2)
    expect(said[0]?.fields).toEqual({ migrations: ['0002-users-name.sql'] })
  })

  test('a process that does not migrate waits for one that does', async () => {
    expect(await checkSchema(request())).toMatchObject({ ok: true, value: { version: 1 } })
    write('0002-users-name.sql', nameIndex)
    expect(await checkSchema(request())).toMatchObject({
      failure: { kind: 'schema-behind', message: 'The database lacks 0002-users-name.sql.' },
    })
  })

  test('an applied migration that was edited; line ends do not count', async () => {
    write('0001-users.sql', usersTable.replaceAll('\n', '\r\n'))
    expect(await run()).toMatchObject({ ok: true })
    write('0001-users.sql', usersTable.replace('text', 'varchar'))
    expect(await run()).toMatchObject({ failure: { kind: 'schema-changed' } })
  })

  test('a row that was removed by hand', async () => {
    write('0002-users-name.sql', nameIndex)
    await run()
    await ask('delete from schema_migrations where number = 1')
    expect(await run()).toMatchObject({ failure: { kind: 'schema-changed' } })
  })
})

describe('files that are not migrations', () => {
  test.each([
    ['a gap', ['0001-a.sql', '0003-c.sql'], '-- safe', '0003-c.sql follows a gap: 0002 is next'],
    ['a number twice', ['0001-a.sql', '0001-b.sql'], '-- safe', '0001-b.sql is there twice'],
    ['a strange name', ['0001_a.sql'], '-- safe', '0001_a.sql is not named like'],
    ['no first line', ['0001-a.sql'], 'select 1;', 'neither "-- safe" nor "-- breaking"'],
    ['a transaction of its own', ['0001-a.sql'], '-- safe\ncommit;', 'says "commit;"'],
  ])('%s', async (_, names, text, message) => {
    for (const name of names) write(name, `${text}\n`)
    expect(await run()).toMatchObject({
      failure: { kind: 'files-invalid', message: expect.stringContaining(message) },
    })
  })
})

const log: Log = {
  debug: (fields, message) => said.push({ fields, message }),
  info: (fields, message) => said.push({ fields, message }),
  warn: (fields, message) => said.push({ fields, message }),
  error: (fields, message) => said.push({ fields, message }),
  child: () => log,
}

function request() {
  return { connection: database.config, folder, log }
}

function run() {
  return migrate(request())
}

async function runInProcess(): ReturnType<typeof migrate> {
  const child = spawn(process.execPath, [migrateOnce, JSON.stringify(database.config), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  await once(child, 'close')
  return JSON.parse(output)
}

async function ask(sql: string): Promise<readonly object[]> {
  const client = new Client(database.config)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function until(sql: string): Promise<void> {
  await expect.poll(() => ask(sql)).not.toEqual([])
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

function remove(name: string): void {
  rmSync(join(folder, name))
}
