/** What a page's own looks say about the end of an incident: real steps in a real shell. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../../test/world/postgres.ts'
import { openStore } from '../../../adapters/postgres/open-store.ts'
import { createShell } from '../../../adapters/shell/create-shell.ts'
import { defaultServiceRecord } from '../../../config/service/service-record.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import type { AlertInstance } from '../../../domain/alert/alert.ts'
import type { Notification } from '../../../domain/notification/notification.ts'
import { createIncidents } from '../../../ops/incidents/create-incidents.ts'
import { createCorrelationRules, createIncidentPolicy } from '../../../ops/incidents/incident-policy.ts'
import type { Incidents } from '../../../ops/incidents/incidents.ts'
import { createRunbook } from '../../../ops/runbook/create-runbook.ts'
import { parsePage } from '../../../ops/runbook/parse-page.ts'
import type { Runbook } from '../../../ops/runbook/runbook.ts'
import { silentLog } from '../../../ports/log/silent-log.ts'
import type { Store } from '../../../ports/store/store.ts'
import { verifyIncident } from './verify-incident.ts'

const minuteMs = 60_000
const begin = Date.UTC(2026, 10, 23, 10)
const ann: Actor = { name: 'ann', role: 'responder', via: 'cli' }
const meter = { count() {}, set() {}, observe() {} }

const text = `---
title: The service is down
alert: ServiceDown
owner: sre
reviewed: 2026-11-23
reviewDue: 2027-02-23
severity: P1
---

## Meaning

It is down.

## Impact

Nothing is reviewed.

## Diagnosis

Look into the switch.

\`\`\`sh step id=switch kind=read timeout=5s expect="/on/"
cat "$AUTOGEN_DATA_FOLDER/switch"
\`\`\`

## Mitigation

Wait.

## Verification

The switch is on again.

\`\`\`sh step id=switch-again kind=read timeout=5s expect="/on/"
cat "$AUTOGEN_DATA_FOLDER/switch"
\`\`\`

The pods are there.

\`\`\`sh step id=pods kind=read timeout=5s needs="kubernetes"
exit 1
\`\`\`

## Undo

Nothing.
`

let database: TestDatabase
let store: Store
let folder: string

beforeEach(async () => {
  database = await createDatabase()
  store = await openStore({ connection: database.config, log: silentLog })
  folder = mkdtempSync(join(tmpdir(), 'autogen-bot-verify-'))
})

afterEach(async () => {
  await store?.close()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

function openRunbook(now: () => number): Runbook {
  const { page, problems } = parsePage({ name: 'service-down', text })
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
    redact: (words) => words,
    hasIncident: async () => true,
    automatic: [],
    clock: { now },
    log: silentLog,
    meter,
  })
}

function anAlert(but: Partial<AlertInstance> = {}): AlertInstance {
  return {
    alert: 'ServiceDown',
    severity: 'P1',
    labels: {},
    summary: 'No probe passes.',
    value: 0,
    activeAt: begin - minuteMs,
    firingAt: begin,
    resolvedAt: null,
    source: 'built-in',
    ...but,
  }
}

/** Mitigated and quiet: only the verification stands before the end. */
async function watchedIncident(incidents: Incidents, moveTo: (minutes: number) => void): Promise<void> {
  await incidents.receive([anAlert()])
  await incidents.command(1, { kind: 'hypothesise', text: 'Somebody switched it off.' }, ann)
  await incidents.command(1, { kind: 'mitigate', action: 'switched it on', undo: null }, ann)
  await incidents.command(1, { kind: 'monitor' }, ann)
  moveTo(1)
  await incidents.receive([anAlert({ resolvedAt: begin + minuteMs })])
  moveTo(30)
}

test('a look that finds something wrong refuses the end; one that cannot be taken is named (R42, R51)', async () => {
  let now = begin
  const told: Notification[] = []
  const clock = { now: () => now }
  const runbook = openRunbook(clock.now)
  const incidents = createIncidents({
    rows: store.incidents,
    journal: store.journal,
    policy: createIncidentPolicy(defaultServiceRecord),
    correlation: createCorrelationRules([]),
    notify: async (notification) => void told.push(notification),
    toldChannelAt: async () => new Map(),
    linksOf: () => [],
    evidence: { probes: [], redact: (words) => words, elapsedMs: () => 0 },
    diagnose: null,
    verify: (incident) => verifyIncident({ store, runbook }, incident),
    impact: async () => null,
    observedSince: async () => begin,
    clock,
    log: silentLog,
    meter,
  })
  await watchedIncident(incidents, (minutes) => {
    now = begin + minutes * minuteMs
  })
  const resolve = () => incidents.command(1, { kind: 'resolve', despite: null }, ann)

  writeFileSync(join(folder, 'switch'), 'off')
  const refused = await resolve()
  if (refused.ok) throw new Error('it was resolved')
  expect(refused.failure.kind).toBe('not-verified')
  expect(refused.failure.message).toMatchInlineSnapshot(
    `"The verification does not hold. service-down/switch-again: Its answer does not match /on/. Could not be looked at: service-down/pods (Not in Kubernetes.)."`,
  )
  expect(await incidents.show(1)).toMatchObject({ incident: { state: 'MONITORING' } })

  writeFileSync(join(folder, 'switch'), 'on')
  expect(await resolve()).toMatchObject({ ok: true, value: { state: 'RESOLVED' } })
  expect(told.at(-1)?.text.split('\n')[0]).toMatchInlineSnapshot(
    `"Resolved by ann. Could not be looked at: service-down/pods (Not in Kubernetes.)."`,
  )
})
