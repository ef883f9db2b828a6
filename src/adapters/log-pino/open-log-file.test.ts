import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from './create-log.ts'
import { openLogFile } from './open-log-file.ts'

const bytesMax = 64 * 1024
const line = `${'x'.repeat(1023)}\n`

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'autogen-bot-log-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('old files go, so that all together stay bounded', () => {
  const place = folder()
  const file = openLogFile({ path: join(place, 'deep', 'bot.log'), bytesMax })
  for (let written = 0; written < 600; written += 1) file.write(line)
  const names = readdirSync(join(place, 'deep')).sort()
  expect(names).toEqual(['bot.log', 'bot.log.1', 'bot.log.2', 'bot.log.3', 'bot.log.4'])
  for (const name of names)
    expect(statSync(join(place, 'deep', name)).size).toBeLessThanOrEqual(bytesMax + 2 * line.length)
})

test('a process whose file was moved away goes on in the new one', () => {
  const path = join(folder(), 'bot.log')
  const one = openLogFile({ path, bytesMax })
  const other = openLogFile({ path, bytesMax })
  for (let written = 0; written < 70; written += 1) one.write(line)
  for (let written = 0; written < 3; written += 1)
    other.write('of the other process, more than a look apart '.repeat(30))
  other.write('at last\n')
  expect(readFileSync(path, 'utf8')).toContain('at last')
})

test('the log goes to both, and a file that cannot be written stops nobody', () => {
  const path = join(folder(), 'bot.log')
  const lines: string[] = []
  const destination = { write: (text: string) => void lines.push(text) }
  const secrets = ['a secret of many words']
  const log = createLog({ level: 'info', fields: {}, secrets, destination, file: { path, bytesMax } })
  log.info({ note: 'a secret of many words' }, 'told')
  expect(readFileSync(path, 'utf8')).toBe(lines.join(''))
  expect(lines.join('')).toContain('[redacted]')

  // Below a file there are no files.
  const unwritable = { path: join(path, 'deep', 'bot.log'), bytesMax }
  createLog({ level: 'info', fields: {}, destination, file: unwritable }).info({}, 'goes on')
  expect(lines.at(-1)).toContain('goes on')
  expect(lines.at(-2)).toContain('log file cannot be written')
})
