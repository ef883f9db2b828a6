import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createDatabase } from './postgres.ts'

test('each test has a migrated database of its own, made from one template', async () => {
  const migrations = mkdtempSync(join(tmpdir(), 'autogen-bot-template-'))
  try {
    writeFileSync(join(migrations, '0001-a.sql'), '-- safe\ncreate table a as select 7 as id;\n')
    const databases = await Promise.all([1, 2, 3].map(() => createDatabase({ migrations })))
    const [first, second] = databases
    expect(await ask(first?.url, 'delete from a returning id')).toEqual([{ id: 7 }])
    expect(await ask(second?.url, 'select id from a')).toEqual([{ id: 7 }])
    await Promise.all(databases.map((database) => database.drop()))
    await expect(ask(first?.url, 'select 1')).rejects.toThrow('does not exist')
  } finally {
    rmSync(migrations, { recursive: true, force: true })
  }
})

async function ask(url: string | undefined, sql: string): Promise<readonly object[]> {
  const client = new Client({ connectionString: String(url) })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
