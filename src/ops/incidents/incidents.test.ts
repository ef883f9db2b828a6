/** Incidents from the first alert to the report, over a real store, with a clock that the story moves. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase } from '../../../test/world/postgres.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { defaultServiceRecord, type ServiceRecord } from '../../config/service/service-record.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { AlertInstance } from '../../domain/alert/alert.ts'
import { describeEntry } from '../../domain/incident/describe-entry.ts'
import type { IncidentCommand, VerificationCheck } from '../../domain/incident/incident-command.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { Store } from '../../ports/store/store.ts'
import { verifyChain } from '../journal/verify-chain.ts'
import type { EvidenceProbe } from './collect-evidence.ts'
import { createIncidents, type IncidentsParts } from './create-incidents.ts'
import { createCorrelationRules, createIncidentPolicy } from './incident-policy.ts'
import type { Incidents } from './incidents.ts'

const minuteMs = 60_000
/** A Monday, in the morning. */
const begin = Date.UTC(2026, 10, 23, 10)
const ann: Actor = { name: 'ann', role: 'responder', via: 'cli' }
const record: ServiceRecord = {
  ...defaultServiceRecord,
  escalation: ['on-call', 'manager', 'head'].map((name) => ({ name, contacts: [name] })),
}

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

interface World {
  readonly incidents: Incidents
  readonly store: Store
  now: number
  readonly told: Notification[]
  readonly counted: string[]
  readonly diagnosed: string[]
  checks: readonly VerificationCheck[]
  probes: EvidenceProbe[]
  /** When the channel took the first message; null: it did not. */
  toldAt: number | null
  /** As after a restart. */
  restart(): Incidents
  close(): Promise<void>
}

async function openWorld(): Promise<World> {
  const own = await createDatabase()
  const store = await openStore({ connection: own.config, log: silentLog, poolMax: 5 })
  const told: Notification[] = []
  const counted: string[] = []
  const diagnosed: string[] = []
  const probes: EvidenceProbe[] = ['health', 'errors', 'dependencies', 'changes'].map((name) => ({
    name,
    timeMsMax: 1_000,
    collect: async () => ({ saw: `${name} token=abcdefgh12345678` }),
  }))
  const parts: IncidentsParts = {
    rows: store.incidents,
    journal: store.journal,
    policy: createIncidentPolicy(record),
    correlation: createCorrelationRules([
      { cause: 'VitalDependencyDown', effects: ['ServiceDown', 'ErrorRateHigh'], equal: [] },
    ]),
    notify: async (notification) => void told.push(notification),
    toldChannelAt: async (threads) =>
      new Map(threads.flatMap((thread) => (made.toldAt === null ? [] : [[thread, made.toldAt] as const]))),
    linksOf: () => [],
    evidence: {
      probes,
      redact: (text) => text.replaceAll(/token=\S+/g, '[redacted]'),
      elapsedMs: () => 0,
      timeMsMax: 200,
    },
    diagnose: async (incident, { alert }) => void diagnosed.push(`${incident.id} ${alert}`),
    verify: async () => made.checks,
    impact: async () => [{ name: 'failed requests', during: '4 %', target: '< 0.1 %' }],
    observedSince: async () => begin,
    clock: { now: () => made.now },
    log: silentLog,
    meter: {
      count: (name, labels) => void counted.push(`${name} ${labels?.clock} ${labels?.severity}`),
      set() {},
      observe() {},
    },
  }
  const made: World = {
    incidents: createIncidents(parts),
    store,
    now: begin,
    told,
    counted,
    diagnosed,
    checks: [{ name: 'alerts', holds: true, found: 'None fires.' }],
    probes,
    toldAt: begin,
    restart: () => createIncidents(parts),
    async close() {
      await store.close()
      await own.drop()
    },
  }
  return made
}

function anAlert(but: Partial<AlertInstance> = {}): AlertInstance {
  return {
    alert: 'ErrorRateHigh',
    severity: 'P2',
    labels: {},
    summary: '2 % of requests fail.',
    value: 0.02,
    activeAt: begin - 5 * minuteMs,
    firingAt: begin,
    resolvedAt: null,
    source: 'built-in',
    ...but,
  }
}

async function minutesAfter(minutes: number): Promise<void> {
  world.now = begin + minutes * minuteMs
  await world.incidents.tick()
}

/** Once the leader has looked. */
async function cared(): Promise<void> {
  await world.incidents.tick()
  await world.incidents.settled()
}

async function done(command: IncidentCommand): Promise<void> {
  const outcome = await world.incidents.command(1, command, ann)
  if (!outcome.ok) throw new Error(outcome.failure.message)
}

async function timeline(): Promise<readonly string[]> {
  const view = await world.incidents.show(1)
  return (view?.timeline ?? []).map(
    (entry) => `${Math.round((entry.at - begin) / minuteMs)} ${entry.actor.name}: ${describeEntry(entry)}`,
  )
}

const pages = () => world.told.filter(({ kind }) => kind === 'page').map(({ to, title }) => ({ to, title }))

test('from the first alert to the review', async () => {
  const { incidents, told, diagnosed } = world
  await incidents.receive([anAlert({ severity: 'P1', alert: 'ServiceDown', summary: 'No probe passes.' })])
  await cared()
  expect(pages().map(({ to }) => to)).toEqual([
    { kind: 'on-call', level: 0 },
    { kind: 'on-call', level: 1 },
  ])
  // Whoever is called and reads the channel too hears of it once.
  const [page, other, opened, seen] = told
  expect([other?.dedupeKey, opened?.dedupeKey]).toEqual([page?.dedupeKey, page?.dedupeKey])
  expect(seen).toMatchObject({ kind: 'status', text: expect.stringContaining('health: ') })
  expect(told[0]?.text).toMatchInlineSnapshot(`
    "You are called because it has just begun.

    Since 2026-11-23T09:55:00.000Z, state OPEN.
    - ServiceDown (P1): No probe passes.

    Next:
      autogen-bot incident ack 1   (take it; calls stop)
      autogen-bot runbook show service-down
      autogen-bot incident show 1"
  `)
  expect(diagnosed).toEqual(['1 ServiceDown'])
  await minutesAfter(5)
  world.now = begin + 6 * minuteMs
  await done({ kind: 'acknowledge' })
  await done({ kind: 'hypothesise', text: 'The disk is full.' })
  await done({ kind: 'mitigate', action: 'made room', undo: null })
  await done({ kind: 'monitor' })
  await incidents.receive([
    anAlert({ severity: 'P1', alert: 'ServiceDown', resolvedAt: begin + 8 * minuteMs }),
  ])
  await minutesAfter(22)
  expect(await incidents.command(1, { kind: 'resolve', despite: null }, ann)).toMatchObject({
    failure: { kind: 'not-stable' },
  })
  await minutesAfter(23)
  world.checks = [{ name: 'probe', holds: false, found: 'It fails.' }]
  expect(await incidents.command(1, { kind: 'resolve', despite: null }, ann)).toMatchObject({
    failure: { kind: 'not-verified' },
  })
  world.checks = [{ name: 'probe', holds: true, found: 'It passes.' }]
  await done({ kind: 'resolve', despite: null })
  await done({ kind: 'add-follow-up', text: 'Watch the disk', owner: 'bob', due: '2026-12-01' })
  await done({ kind: 'review', cause: 'Logs filled the disk.' })
  expect(await timeline()).toMatchInlineSnapshot(`
    [
      "0 autogen-bot: opened as P1: ServiceDown: No probe passes.",
      "0 autogen-bot: called level 0",
      "0 autogen-bot: called level 1",
      "0 autogen-bot: evidence: health, errors, dependencies, changes (sha256 b6c80b1ae1f8)",
      "5 autogen-bot: called level 0 again (2 times now)",
      "5 autogen-bot: called level 1 again (2 times now)",
      "5 autogen-bot: time ran out: acknowledge (R29)",
      "6 ann: acknowledged",
      "6 ann: investigates",
      "6 ann: hypothesis: The disk is full.",
      "6 ann: mitigation: made room",
      "6 ann: mitigated; watches",
      "6 autogen-bot: ServiceDown ended",
      "23 ann: resolved; the verification held",
      "23 ann: follow-up 1: Watch the disk",
      "23 ann: reviewed. Cause: Logs filled the disk.",
    ]
  `)
  expect(world.counted).toEqual(['autogen_incident_clock_breaches_total acknowledge P1'])
  expect(await incidents.report(1)).toMatchSnapshot()
  const { windows } = await incidents.recoveryTimes()
  expect(windows[0]).toMatchObject({
    incidents: 1,
    onsetToAck: { count: 1, mean: 660, p90: 660 },
    onsetToMitigated: { count: 1, mean: 780, p90: 780 },
    onsetToResolved: { count: 1, mean: 1680, p90: 1680 },
    betweenFailures: { P1: 900, P2: null },
  })
  expect(await verifyChain(world.store.journal)).toMatchObject({ broken: null })
})

describe('the channel (R32)', () => {
  test('a message that nobody took there lets its clock run out; one that was taken does not', async () => {
    world.toldAt = null
    await world.incidents.receive([anAlert({ severity: 'P1' })])
    await minutesAfter(5)
    expect(world.counted).toContain('autogen_incident_clock_breaches_total channel P1')
    expect(pages().at(-1)?.title).toContain('is late')
    expect(world.told.at(-1)?.text).toContain('the channel knows of it')
    world.toldAt = begin + 6 * minuteMs
    await minutesAfter(7)
    expect((await world.incidents.show(1))?.incident).toMatchObject({
      channelOpenedAt: world.toldAt,
      clocks: expect.arrayContaining([
        expect.objectContaining({ name: 'channel', metAt: begin + 7 * minuteMs }),
      ]),
    })
    await cared()
  })
})

describe('calls', () => {
  test('a P1 calls the engineering manager at once, whoever stands between (R145)', () => {
    const aContact = { email: null, phone: null, notifiers: ['pager'] }
    const withManager: ServiceRecord = {
      ...record,
      contacts: [
        { ...aContact, name: 'ann', role: 'Primary on call' },
        { ...aContact, name: 'bob', role: 'Engineering Manager' },
      ],
      escalation: [
        { name: 'on-call', contacts: ['ann'] },
        { name: 'secondary', contacts: ['ann'] },
        { name: 'manager', contacts: ['bob'] },
      ],
    }
    const planOf = (one: ServiceRecord, severity: 'P1' | 'P2') =>
      createIncidentPolicy(one)
        .planCalls(severity, begin)
        .map(({ level, nextAt }) => `${level} after ${((nextAt ?? 0) - begin) / minuteMs}`)
    expect(planOf(withManager, 'P1')).toEqual(['0 after 0', '1 after 15', '2 after 0'])
    expect(planOf(withManager, 'P2')).toEqual(['0 after 0', '1 after 30', '2 after 60'])
    expect(planOf(record, 'P1')).toEqual(['0 after 0', '1 after 0', '2 after 15'])
    const { escalationRules } = record
    const rules = (levelsAtOnce: number) => ({
      escalationRules: { ...escalationRules, P1: { ...escalationRules.P1, levelsAtOnce } },
    })
    expect(planOf({ ...withManager, ...rules(1) }, 'P1')).toEqual(['0 after 0', '1 after 15', '2 after 0'])
    expect(planOf({ ...withManager, ...rules(3) }, 'P1')).toEqual(['0 after 0', '1 after 0', '2 after 0'])
  })

  test('a P2 that lasts calls the next level after 30 minutes, answered or not (R146)', async () => {
    await world.incidents.receive([anAlert()])
    await done({ kind: 'acknowledge' })
    for (const minutes of [5, 15, 29]) await minutesAfter(minutes)
    expect(pages().filter(({ to }) => to.kind === 'on-call' && to.level > 0)).toEqual([])
    await minutesAfter(30)
    expect(pages().at(-1)).toEqual({
      to: { kind: 'on-call', level: 1 },
      title: 'P2 incident 1 is not resolved: ErrorRateHigh: 2 % of requests fail.',
    })
    await minutesAfter(61)
    expect(pages()).toContainEqual(expect.objectContaining({ to: { kind: 'on-call', level: 2 } }))
  })

  test('an unanswered page is repeated until somebody answers', async () => {
    await world.incidents.receive([anAlert({ severity: 'P1' })])
    const before = pages().length
    for (const minutes of [1, 5, 6, 10]) await minutesAfter(minutes)
    const repeated = pages().filter(({ title }) => title.includes('is not acknowledged'))
    expect([before, repeated.length]).toEqual([2, 4])
    await done({ kind: 'acknowledge' })
    expect(world.told.filter(({ kind }) => kind === 'acknowledged').map(({ to }) => to.kind)).toEqual([
      'on-call',
      'on-call',
      'channel',
    ])
    await minutesAfter(14)
    expect(pages().filter(({ title }) => title.includes('is not acknowledged'))).toHaveLength(4)
  })

  test('a P3 of the night waits for the morning, and so do its clocks (R147)', async () => {
    world.now = begin + 12 * 60 * minuteMs
    await world.incidents.receive([anAlert({ severity: 'P3', alert: 'ConfigDrift' })])
    expect(world.told.map(({ kind }) => kind)).toEqual(['status'])
    await minutesAfter(22 * 60)
    expect(pages()).toEqual([])
    await minutesAfter(23 * 60)
    expect(pages()).toHaveLength(1)
    expect(world.counted).toEqual([])
  })

  test('what could not be handed over is handed over by the next process', async () => {
    const { told } = world
    await world.store.incidents.save({
      incident: (await openedElsewhere()).incident,
      entries: [],
      messages: [{ ...(told[0] as Notification), dedupeKey: 'left behind' }],
    })
    expect(told.map(({ dedupeKey }) => dedupeKey)).not.toContain('left behind')
    await world.restart().tick()
    expect(told.map(({ dedupeKey }) => dedupeKey)).toContain('left behind')
    await cared()
  })

  async function openedElsewhere() {
    await world.incidents.receive([anAlert()])
    await cared()
    const incident = await world.store.incidents.find(1)
    if (incident === null) throw new Error('no incident')
    return { incident: { ...incident, version: incident.version + 1 } }
  }
})

describe('one trouble, one incident', () => {
  test('effects join their cause; two processes that hear of it at once open one', async () => {
    const down = anAlert({
      alert: 'VitalDependencyDown',
      labels: { dependency: 'store' },
      activeAt: begin - minuteMs,
    })
    const service = anAlert({ alert: 'ServiceDown', severity: 'P1' })
    const other = world.restart()
    await Promise.all([world.incidents.receive([down, anAlert()]), other.receive([service, down])])
    const [incident, ...more] = await world.incidents.list({ states: null, before: null, limit: 10 })
    expect(more).toEqual([])
    expect(incident?.severity).toBe('P1')
    expect(incident?.alerts.map(({ alert }) => alert).toSorted()).toEqual([
      'ErrorRateHigh',
      'ServiceDown',
      'VitalDependencyDown',
    ])
    await cared()
  })

  test('an alert that flaps makes one incident, which ends once it stays away', async () => {
    for (let time = 0; time < 10; time += 1) {
      world.now = begin + time * 4 * minuteMs
      await world.incidents.receive([anAlert({ firingAt: world.now })])
      world.now += 2 * minuteMs
      await world.incidents.receive([anAlert({ firingAt: world.now - 2 * minuteMs, resolvedAt: world.now })])
      await world.incidents.tick()
    }
    await minutesAfter(38 + 29)
    expect(await world.incidents.list({ states: null, before: null, limit: 10 })).toMatchObject([
      { state: 'OPEN' },
    ])
    await minutesAfter(38 + 30)
    expect(await world.incidents.list({ states: null, before: null, limit: 10 })).toMatchObject([
      { state: 'RESOLVED', resolvedBy: null, alerts: [{ firings: 10 }] },
    ])
    expect((await timeline()).at(-1)).toContain('resolved by itself. Its alerts have ended')
    await minutesAfter(90)
    await world.incidents.receive([anAlert({ firingAt: world.now })])
    expect(await world.incidents.list({ states: null, before: null, limit: 10 })).toMatchObject([
      { id: 1, state: 'OPEN', reopenings: 1 },
    ])
    await cared()
  })

  test('the same again says nothing and writes nothing', async () => {
    await world.incidents.receive([anAlert()])
    await cared()
    const before = await world.store.journal.list(null, 1)
    for (let time = 0; time < 3; time += 1) await world.incidents.receive([anAlert({ value: time })])
    await world.incidents.receive([anAlert({ alert: 'Unheard', resolvedAt: begin })])
    expect(await world.store.journal.list(null, 1)).toEqual(before)
  })
})

describe('evidence', () => {
  test('each probe has its bound; what it saw is kept without secrets', async () => {
    world.probes.push(
      { name: 'hangs', timeMsMax: 50, collect: () => new Promise(() => {}) },
      { name: 'fails', timeMsMax: 50, collect: async () => Promise.reject(new Error('no token=abcdefgh')) },
      { name: 'floods', timeMsMax: 1_000, collect: async () => 'x'.repeat(100_000) },
    )
    await world.incidents.receive([anAlert()])
    await cared()
    const view = await world.incidents.show(1)
    const probes = view?.evidence[0]?.probes ?? []
    expect(probes.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'health answered',
      'errors answered',
      'dependencies answered',
      'changes answered',
      'hangs late',
      'fails failed',
      'floods answered',
    ])
    expect(probes[0]?.seen).toEqual({ saw: 'health [redacted]' })
    expect(probes[5]?.seen).toBe('no [redacted]')
    expect(JSON.stringify(probes[6]?.seen).length).toBeLessThan(17_000)
    const entry = view?.timeline.find(({ action }) => action === 'incident.evidence')
    expect(entry?.detail.digest).toBe(view?.evidence[0]?.digest)
  })

  test('it is complete although every probe hangs for longer than all may take (R30)', async () => {
    const hanging = ['health', 'dependencies', 'deliveries']
    world.probes.splice(
      0,
      world.probes.length,
      ...hanging.map((name) => ({ name, timeMsMax: 600_000, collect: () => new Promise(() => {}) })),
    )
    await world.incidents.receive([anAlert()])
    await cared()
    const view = await world.incidents.show(1)
    expect(view?.evidence).toHaveLength(1)
    expect(view?.evidence[0]?.probes.map(({ name, result, seen }) => `${name} ${result} ${seen}`)).toEqual(
      hanging.map((name) => `${name} late No answer within 0.2 s.`),
    )
    expect(view?.incident.evidence).toMatchObject({ answered: [] })
  })

  test('what was not collected before a restart is collected after it', async () => {
    const { probes } = world
    const kept = probes.splice(0)
    probes.push({ name: 'health', timeMsMax: 1_000, collect: () => Promise.reject(new Error('away')) })
    await world.store.incidents.save({
      incident: (await opened()).incident,
      entries: [],
      messages: [],
    })
    probes.splice(0, 1, ...kept)
    const other = world.restart()
    await other.tick()
    await other.settled()
    expect((await other.show(1))?.incident.evidence?.answered).toContain('changes')
  })

  async function opened() {
    await world.incidents.receive([anAlert()])
    await cared()
    const incident = await world.store.incidents.find(1)
    if (incident === null) throw new Error('no incident')
    return { incident: { ...incident, version: incident.version + 1, evidence: null } }
  }
})

test('a person declares what no alert has seen; a viewer does not', async () => {
  const declaration = { severity: 'P3', title: 'Reviews look odd' } as const
  expect(await world.incidents.declare(declaration, { ...ann, role: 'viewer' })).toMatchObject({ ok: false })
  expect(await world.incidents.declare(declaration, ann)).toMatchObject({
    ok: true,
    value: { id: 1, state: 'OPEN', alerts: [] },
  })
  expect(await world.incidents.command(2, { kind: 'acknowledge' }, ann)).toMatchObject({
    failure: { kind: 'unknown' },
  })
  await cared()
})
