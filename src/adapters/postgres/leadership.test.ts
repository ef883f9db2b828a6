/** Leaders that die and leaders that hang. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import { eventually } from '../../ports/store/contract/samples.ts'
import type { Store } from '../../ports/store/store.ts'
import { openStore } from './open-store.ts'

const takeoverMsMax = 10_000

let database: TestDatabase
let store: Store
let child: ChildProcess
let lines: string[]

beforeEach(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog })
  const file = fileURLToPath(new URL('./fixtures/lead.ts', import.meta.url))
  child = spawn(process.execPath, [file, JSON.stringify(database.config)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  lines = []
  if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => lines.push(line))
  await eventually(() => lines.includes('leads'))
})

afterEach(async () => {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  await store.close()
  await database.drop()
})

test('a leader that is killed is followed within ten seconds', async () => {
  expect(await store.leadership.take('heir')).toBeNull()
  expect(await store.leadership.holder()).toBe('child')
  child.kill('SIGKILL')
  await eventually(async () => (await store.leadership.take('heir')) !== null, takeoverMsMax)
})

test('a leader that hangs is followed too, and knows when it wakes up', async () => {
  child.kill('SIGSTOP')
  await eventually(async () => (await store.leadership.take('heir')) !== null, takeoverMsMax)
  expect(lines).toEqual(['leads'])
  child.kill('SIGCONT')
  await eventually(() => lines.length === 2)
  expect(lines).toEqual(['leads', 'ended, holds: false'])
  expect(await store.leadership.holder()).toBe('heir')
})
