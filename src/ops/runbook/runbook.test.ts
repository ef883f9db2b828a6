/** Steps run for real: a real shell, a real store, pages as they are written. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { createShell } from '../../adapters/shell/create-shell.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { Store } from '../../ports/store/store.ts'
import { wrongAutomaticSteps } from './automatic-steps.ts'
import { createRunbook } from './create-runbook.ts'
import { parsePage } from './parse-page.ts'
import { createRedact } from './redact-output.ts'
import type { Runbook, RunbookParts, StepRequest } from './runbook.ts'

const at = Date.UTC(2026, 10, 23, 3)
const ada: Actor = { name: 'ada', role: 'responder', via: 'cli' }
const never = new AbortController().signal

const text = `---
title: Jobs wait
alert: QueueStuck
owner: sre
reviewed: 2026-09-01
reviewDue: 2026-11-22
severity: P2
---

## Meaning

It waits.

## Impact

Late.

## Diagnosis

Say something.

\`\`\`sh step id=say kind=read timeout=5s expect="/fine/"
echo "it is fine, and the word is open sesame"
\`\`\`

Look into a switch.

\`\`\`sh step id=off kind=read timeout=5s expect="/off/"
cat "$AUTOGEN_DATA_FOLDER/switch"
\`\`\`

Look into the cluster.

\`\`\`sh step id=pods kind=read timeout=5s needs="kubernetes"
exit 1
\`\`\`

Look into a repository.

\`\`\`sh step id=repository kind=read timeout=5s params="repository:repository-name" example="repository=octo/shop"
echo "$REPOSITORY"
\`\`\`

## Mitigation

Switch it on.

\`\`\`sh step id=switch-on kind=change timeout=5s verify=on undo=switch-off params="word:text" example="word=on" reversible
printf '%s by %s' "$WORD" "$AUTOGEN_STEP" >"$AUTOGEN_DATA_FOLDER/switch"
\`\`\`

Whether it is on.

\`\`\`sh step id=on kind=read timeout=5s expect="/on by/"
cat "$AUTOGEN_DATA_FOLDER/switch"
\`\`\`

Switch it on without asking.

\`\`\`sh step id=switch-itself kind=change timeout=5s verify=on undo=switch-off reversible
printf %s "on by itself" >"$AUTOGEN_DATA_FOLDER/switch"
\`\`\`

Throw it away.

\`\`\`sh step id=remove kind=destroy timeout=5s verify=say
rm "$AUTOGEN_DATA_FOLDER/switch"
\`\`\`

## Verification

See above.

## Undo

Switch it off.

\`\`\`sh step id=switch-off kind=change timeout=5s verify=off
printf off >"$AUTOGEN_DATA_FOLDER/switch"
\`\`\`
`

let database: TestDatabase
let store: Store
let folder: string
const counted: unknown[] = []

beforeAll(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog })
  folder = mkdtempSync(join(tmpdir(), 'autogen-bot-runbook-'))
  writeFileSync(join(folder, 'switch'), 'off')
})

afterAll(async () => {
  await store.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

function open(more: Partial<RunbookParts> = {}): Runbook {
  const { page, problems } = parsePage({ name: 'queue-stuck', text })
  expect(problems).toEqual([])
  return createRunbook({
    pages: page === null ? [] : [page],
    runs: store.runbookRuns,
    journal: store.journal,
    shell: createShell({ folder }),
    surroundings: {
      absence: async (need) => (need === 'kubernetes' ? 'Not in Kubernetes.' : null),
      env: () => ({ PATH: process.env.PATH ?? '', AUTOGEN_DATA_FOLDER: folder }),
    },
    redact: createRedact(['open sesame']),
    hasIncident: async (id) => id >= 12 && id <= 17,
    automatic: [],
    clock: { now: () => at },
    log: silentLog,
    meter: { count: (...words) => void counted.push(words), set() {}, observe() {} },
    ...more,
  })
}

function request(step: string, more: Partial<StepRequest> = {}): StepRequest {
  return {
    page: 'queue-stuck',
    step,
    parameters: {},
    actor: ada,
    incident: null,
    isConfirmed: false,
    ...more,
  }
}

test('what is said to be about an incident that is not there is not run', async () => {
  expect(await open().run(request('say', { incident: 99 }), never)).toMatchObject({
    ok: false,
    failure: { kind: 'no-such-incident' },
  })
})

async function ran(runbook: Runbook, wanted: StepRequest) {
  const done = await runbook.run(wanted, never)
  if (!done.ok) throw new Error(done.failure.message)
  return done.value
}

test('a look is run, judged, written down without secrets, and stands in the journal', async () => {
  const { run, result } = await ran(open(), request('say', { incident: 12 }))
  expect(result).toMatchObject({
    verdict: 'as-expected',
    exitCode: 0,
    output: 'it is fine, and the word is [redacted]\n',
  })
  expect(run === null ? null : await store.runbookRuns.find(run)).toMatchObject({
    step: 'say',
    actor: ada,
    incident: 12,
    beganAt: at,
    result: { output: result.output },
  })
  expect(await store.journal.ofIncident(12, 10)).toMatchObject([
    { action: 'runbook.ran', subject: 'runbook queue-stuck/say', detail: { run, output: result.output } },
  ])
  expect(counted).toContainEqual(['autogen_runbook_steps_total', { kind: 'read', result: 'as-expected' }])
})

test('a change needs its role and a yes; it is verified, and says how it is undone', async () => {
  const runbook = open()
  const parameters = { word: 'on' }
  const change = request('switch-on', { parameters, incident: 13 })
  const viewer: Actor = { name: 'vic', role: 'viewer', via: 'api' }
  expect(await runbook.run({ ...change, actor: viewer, isConfirmed: true }, never)).toMatchObject({
    failure: { kind: 'not-allowed', remedy: 'Ask somebody with the role responder.' },
  })
  expect(await runbook.run(change, never)).toMatchObject({ failure: { kind: 'not-confirmed' } })
  expect(readFileSync(join(folder, 'switch'), 'utf8')).toBe('off')

  const report = await ran(runbook, { ...change, isConfirmed: true })
  expect(report.result.verdict).toBe('as-expected')
  expect(report.verification?.result.verdict).toBe('as-expected')
  expect(report.step.undo).toBe('switch-off')
  expect(
    (await store.journal.ofIncident(13, 10)).map(({ action, subject }) => `${action} ${subject}`),
  ).toEqual([
    'runbook.began runbook queue-stuck/switch-on',
    'runbook.ran runbook queue-stuck/switch-on',
    'runbook.ran runbook queue-stuck/on',
  ])
  const undone = await ran(runbook, request('switch-off', { isConfirmed: true }))
  expect(undone.verification?.result.verdict).toBe('as-expected')
  expect(await runbook.run(request('remove', { isConfirmed: true }), never)).toMatchObject({
    failure: { kind: 'not-allowed', message: 'You are responder, and this is a destroy.' },
  })
})

test('a value is a value, whatever it looks like to a shell', async () => {
  const word = '(on) "; touch pwned; $(touch pwned) `touch pwned`'
  await ran(open(), request('switch-on', { parameters: { word }, isConfirmed: true }))
  expect(readFileSync(join(folder, 'switch'), 'utf8')).toBe(`${word} by queue-stuck/switch-on`)
  writeFileSync(join(folder, 'switch'), 'off')
  expect(
    await open().run(request('repository', { parameters: { repository: '$(id)' } }), never),
  ).toMatchObject({
    failure: { kind: 'bad-parameters', message: 'Parameters: repository is refused: give owner/name.' },
  })
})

test('what is not expected is found by an incident, and what is not here is no failure', async () => {
  writeFileSync(join(folder, 'switch'), 'broken')
  const diagnosis = await open().diagnose({ incident: 14, alert: 'QueueStuck', labels: {} }, never)
  writeFileSync(join(folder, 'switch'), 'off')
  expect(diagnosis?.reports.map(({ step, result }) => [step.id, result.verdict, result.reason])).toEqual([
    ['say', 'as-expected', null],
    ['off', 'unexpected', 'Its answer does not match /off/.'],
    ['pods', 'not-applicable', 'Not in Kubernetes.'],
    ['repository', 'not-applicable', expect.stringContaining('does not say everything')],
  ])
  const entries = await store.journal.ofIncident(14, 10)
  expect(entries.at(-1)).toMatchObject({
    action: 'runbook.diagnosed',
    actor: { via: 'itself' },
    detail: {
      steps: 4,
      unexpected: [{ step: 'off' }],
      notApplicable: [{ step: 'pods' }, { step: 'repository' }],
    },
  })
  const labels = { repository: 'octo/shop' }
  const again = await open().diagnose({ incident: 15, alert: 'QueueStuck', labels }, never)
  expect(again?.reports.at(-1)?.result).toMatchObject({ verdict: 'as-expected', output: 'octo/shop\n' })
  expect(await open().diagnose({ incident: 15, alert: 'Nothing', labels }, never)).toBeNull()
})

test('a diagnosis that nobody waits for any more says what it left out', async () => {
  const request = { incident: 16, alert: 'QueueStuck', labels: {} }
  const diagnosis = await open().diagnose(request, AbortSignal.abort())
  expect(diagnosis?.reports.map(({ result }) => result.reason)).toEqual(
    Array(4).fill('There was no time left for it.'),
  )
})

test('by itself it changes what the settings name and what can be taken back', async () => {
  const request = { incident: 17, alert: 'QueueStuck', labels: {} }
  expect(await open().mitigate(request, never)).toEqual([])
  const named = ['queue-stuck/switch-itself', 'queue-stuck/remove', 'queue-stuck/switch-on']
  const reports = await open({ automatic: named }).mitigate(request, never)
  expect(wrongAutomaticSteps([...named, 'queue-stuck/none'], open().pages)).toEqual([
    'runbook.automatic names queue-stuck/remove, which cannot be taken back.',
    'runbook.automatic names queue-stuck/none, and there is no such step.',
  ])
  expect(reports.map(({ step, verification }) => [step.id, verification?.result.verdict])).toEqual([
    ['switch-itself', 'as-expected'],
  ])
  writeFileSync(join(folder, 'switch'), 'off')
})

test('without a store looks are taken, and changes are not made', async () => {
  const closed = await openStore({ connection: database.config, log: silentLog })
  await closed.close()
  const runbook = open({ runs: closed.runbookRuns, journal: closed.journal })
  expect(await ran(runbook, request('say'))).toMatchObject({ run: null, result: { verdict: 'as-expected' } })
  expect(await runbook.run(request('switch-off', { isConfirmed: true }), never)).toMatchObject({
    failure: { kind: 'not-recorded' },
  })
})

test('pages, steps and pages that are late are found, and what is not there is not', async () => {
  const runbook = open()
  expect(runbook.ofAlert('QueueStuck')?.name).toBe('queue-stuck')
  expect(runbook.overdue().map(({ name }) => name)).toEqual(['queue-stuck'])
  expect(open({ clock: { now: () => Date.UTC(2026, 10, 22, 23) } }).overdue()).toEqual([])
  expect(await runbook.plan({ ...request('say'), page: 'x' })).toMatchObject({
    failure: { kind: 'no-such-page' },
  })
  expect(await runbook.plan(request('x'))).toMatchObject({ failure: { kind: 'no-such-step' } })
  expect(await runbook.plan(request('pods'))).toMatchObject({ value: { absence: 'Not in Kubernetes.' } })
})
