import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cutServerLog, openServerLog, readServerLog } from './server-log.ts'

test('a log that has grown is moved aside under its writer, who goes on at the start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-log-'))
  const path = join(folder, 'postgres.log')
  const log = await openServerLog(path)
  try {
    await log.write('0123456789\n')
    await cutServerLog(path, 11)
    expect(readFileSync(path, 'utf8')).toBe('0123456789\n')
    await cutServerLog(path, 10)
    await log.write('next\n')
    expect(readFileSync(path, 'utf8')).toBe('next\n')
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('0123456789\n')
    expect(await readServerLog(path, 2)).toBe('xt\n')
  } finally {
    await log.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
