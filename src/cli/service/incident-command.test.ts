/** An incident handled from the command line, with the leader's part done by what `serve` is made of. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { autogenBot } from '../../../test/world/command-line.ts'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import type { Backbone } from '../../app/service/backbone.ts'
import { loadServiceConfig } from '../../app/service/load-service-config.ts'
import { openBackbone } from '../../app/service/open-backbone.ts'
import { incidentDuties, openIncidents } from '../../app/service/watch/incidents.ts'
import { keepLogLines } from '../../app/service/watch/log-lines.ts'

let database: TestDatabase
let folder: string
let leader: Backbone

beforeEach(async () => {
  database = await createDatabase()
  folder = await mkdtemp(join(tmpdir(), 'autogen-bot-incidents-'))
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('AUTOGEN_DATA_FOLDER', folder)
  vi.stubEnv('SUDO_USER', 'ann')
  const config = loadServiceConfig({ file: null, flags: { dataFolder: folder } })
  if (!config.ok) throw new Error(JSON.stringify(config.failure))
  const opened = await openBackbone(config.value, { role: 'leader', logLevel: 'silent' })
  if (!opened.ok) throw new Error(opened.failure.message)
  leader = opened.value
})

afterEach(async () => {
  await leader?.close()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
  await database?.drop()
})

async function typed(...words: readonly string[]): Promise<string> {
  const { exitCode, answer, told } = await autogenBot(...words)
  expect({ words, exitCode, told }).toEqual({ words, exitCode: 0, told: '' })
  return answer
}

const incident = (...words: readonly string[]) => typed('incident', ...words)

test('from a declaration to the report', async () => {
  expect(await incident('list')).toBe('No incident.\n')
  leader.troubles.add({ at: Date.now(), level: 'error', line: '{"msg":"job failed"}' })
  await keepLogLines(leader, 'worker').stop()
  expect(await incident('declare', 'Reviews', 'are', 'empty', '--severity', 'P2')).toBe(
    'Incident 1 is OPEN (P2). Next: autogen-bot incident ack 1 (take it; calls stop).\n',
  )
  const incidents = openIncidents(leader)
  await incidents.tick()
  await incidents.settled()
  const shown = await incident('show', '1')
  expect(shown).toMatch(/^Incident 1 \(P2\): Reviews are empty\nOPEN, since .* nobody has it\n\nDo next:\n/)
  expect(shown).toMatch(/errors: job failed; jobs given up: 0\n/)
  expect(shown).toMatch(
    /evidence: health, kpis, errors, queue, deliveries, dependencies, changes, breakers, dash/,
  )
  expect(await incident('assess', '1', '--impact', 'No comments.', '--plan', 'Look.')).toContain('ACKED')
  const early = await autogenBot('incident', 'mitigate', '1', 'restart')
  expect([early.exitCode, early.told]).toEqual([2, expect.stringContaining('incident hypothesis 1 TEXT')])
  await incident('hypothesis', '1', 'The', 'cache', 'is', 'full')
  await incident(
    'mitigate',
    '1',
    'emptied',
    'the',
    'cache',
    '--undo',
    'nothing to undo',
    '--as',
    'bob:responder',
  )
  await incident('monitor', '1')
  const watched = await autogenBot('incident', 'resolve', '1')
  expect([watched.exitCode, watched.told]).toEqual([2, expect.stringContaining('quiet for another 10 min')])
  const bob = await autogenBot('incident', 'resolve', '1', '--despite', 'Seen.', '--as', 'bob:responder')
  expect([bob.exitCode, bob.told]).toEqual([2, expect.stringContaining('this needs admin')])
  await incident('resolve', '1', '--despite', 'A drill.')
  await incident('follow-up', '1', 'Bound', 'the', 'cache', '--owner', 'bob', '--due', '2026-12-01')
  await incident('follow-up', '1', '--done', '1')
  await incident('review', '1', '--cause', 'No bound on the cache.')
  const report = await incident('report', '1')
  expect(report).toMatch(/bob: emptied the cache \(undo: nothing to undo\)/)
  expect(report).toContain('As people saw it: No comments.')
  expect(report).toContain('- [x] 1. Bound the cache')
  expect(JSON.parse(await incident('show', '1', '--format', 'json'))).toMatchObject({
    incident: { state: 'REVIEWED', cause: 'No bound on the cache.' },
  })
  expect(await incident('list', '--all')).toContain('REVIEWED')
  expect(await incident('times')).toContain('last 30 days: 1 incidents')
})

test('the journal is listed and verified; who changes it in the database is seen', async () => {
  await incident('declare', 'Something')
  await incident('note', '1', 'odd \u{1b}[31m')
  expect(await typed('audit', 'list')).toMatch(/^ +\d+ .* ann: note: odd \\u\{1b\}\[31m\n +\d+ /)
  expect(await typed('audit', 'verify')).toMatch(
    /^The journal holds: [0-9]+ entries, the last is [0-9]+ with hash /,
  )
  const client = new Client(database.config)
  await client.connect()
  await client.query('alter table journal disable trigger user')
  await client.query("update journal set actor = 'mallory' where sequence = 2")
  await client.end()
  const verdict = await autogenBot('audit', 'verify')
  expect([verdict.exitCode, verdict.answer]).toEqual([
    1,
    expect.stringContaining('The journal is broken at entry 2: Entry 2 is not what was written'),
  ])
  const json = await autogenBot('audit', 'verify', '--format', 'json')
  expect(JSON.parse(json.answer)).toMatchObject({ broken: { sequence: 2 }, place: { sequence: 1 } })
  expect((await leader.store.security.list(0, 10)).map(({ kind }) => kind)).toContain('audit-chain-broken')
  const [, journal] = incidentDuties(leader, openIncidents(leader))
  await journal?.run(new AbortController().signal)
  expect(await leader.store.settings.read('journal-verified')).toMatchObject({ toldAt: expect.any(Number) })
})

test('what makes no sense is refused with what to do', async () => {
  for (const [words, said] of [
    [['show', 'x'], 'There is no incident "x". See "autogen-bot incident list --all".'],
    [['ack', '7'], 'There is no incident 7.'],
    [['list', '--limit', 'many'], '--limit is not a number'],
    [['ack', '1', '--as', 'a:king'], '--as names nobody'],
  ] as const) {
    const { exitCode, told } = await autogenBot('incident', ...words)
    expect([exitCode, told]).toEqual([2, expect.stringContaining(said)])
  }
})
