import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../test/world/postgres.ts'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import { openStore } from '../../adapters/postgres/open-store.ts'
import { silentLog } from '../../ports/log/silent-log.ts'
import type { Store } from '../../ports/store/store.ts'
import { indicators } from '../indicators/indicators.ts'
import { createTaskCalendar } from './calendar.ts'
import type { MaintenanceFacts } from './facts.ts'
import { renderReport, summaryOf } from './render-report.ts'
import { runTask, type TaskReport } from './run-task.ts'
import { createScheduler } from './scheduler.ts'
import { known, unknown } from './section.ts'
import { type MaintenanceTask, maintenanceTasks } from './tasks.ts'

const now = Date.parse('2026-11-23T06:30:00Z')
const hourMs = 3_600_000
const dayMs = 24 * hourMs

const nothing: MaintenanceFacts = {
  kpis: async () => unknown('There are no samples yet.'),
  kpisUntil: async () => unknown('There are no samples yet.'),
  failures: async () => known({ causes: [], logsFrom: null }),
  alerts: async () => known([]),
  incidents: async () => known([]),
  backups: async () => known([]),
  certificates: async () => known([]),
  advisories: async () => unknown('The registry could not be asked.'),
  versions: async () => unknown('The registry could not be asked.'),
  capacity: async () => known([]),
  pages: async () => known([]),
  overdueFollowUps: async () => known([]),
  lastRestoreDrill: async () => known(null),
  isBusinessHour: () => false,
}

const kpi = { target: '> 99.5 %', isMoreBetter: true } as const
const points = (from: number, perDay: number) =>
  Array.from({ length: 40 }, (_, n) => ({
    at: now - (40 - n) * 6 * hourMs,
    value: from + (n * perDay) / 4,
  }))
const eventful: MaintenanceFacts = {
  ...nothing,
  kpis: async () =>
    known([{ ...kpi, name: 'review success', text: '97.0 %', verdict: 'missed', value: 0.97 }]),
  kpisUntil: async () =>
    known([{ ...kpi, name: 'review success', text: '99.9 %', verdict: 'met', value: 0.999 }]),
  failures: async () =>
    known({
      causes: [{ kind: 'dead job', cause: 'evil | **cause** <b>\n![x](http://x)', count: 3 }],
      logsFrom: now - 5 * hourMs,
    }),
  alerts: async () =>
    known([
      ...[1, 2, 3].map((n) => ({
        alert: 'QueueStuck',
        severity: 'P2',
        firedAt: now - n * hourMs,
        endedAt: now - n * hourMs + 90_000,
      })),
      { alert: 'ConfigDrift', severity: 'P3', firedAt: now - hourMs, endedAt: null },
    ]),
  backups: async () =>
    known([{ name: 'base', lastSuccessAt: now - 3 * dayMs, intervalMs: dayMs, isOk: true }]),
  certificates: async () =>
    known([
      { name: '/etc/tls/bot.pem', notAfter: null, problem: 'there is no such file' },
      { name: 'reviews.example.com:443', notAfter: now + 10 * dayMs + hourMs, problem: null },
    ]),
  advisories: async () =>
    known([{ module: 'left', severity: 'high', title: 'It can be made to hang', mend: 'left 2.0.0' }]),
  versions: async () => known([{ module: 'left', current: '1.0.0', latest: '2.0.0' }]),
  capacity: async () =>
    known([
      { resource: 'disk', points: points(0.5, 0.03), limit: 0.9, unit: 'share' },
      { resource: 'queue', points: points(3, 0), limit: 100, unit: 'jobs' },
      { resource: 'cpu', points: [], limit: 0.9, unit: 'share' },
    ]),
  overdueFollowUps: async () =>
    known([{ incident: 7, number: 2, text: 'Watch the disk', owner: 'bob', due: '2026-11-20' }]),
  pages: async () => known([{ page: 'service-down', owner: 'platform', reviewDue: '2026-11-01' }]),
  incidents: async () =>
    known([
      ...[1, 2].map((id) => ({
        id,
        severity: 'P2',
        title: 'The queue is stuck',
        cause: 'QueueStuck',
        onsetAt: now - id * dayMs,
        resolvedAt: now - id * dayMs + hourMs,
      })),
      {
        id: 3,
        severity: 'P1',
        title: 'Down',
        cause: 'ServiceDown',
        onsetAt: now - 40 * dayMs,
        resolvedAt: now - 40 * dayMs + 1_200_000,
      },
    ]),
}

function run(name: string, facts: MaintenanceFacts): Promise<TaskReport> {
  const task = maintenanceTasks.find((one) => one.name === name)
  if (task === undefined) throw new Error(`no task ${name}`)
  return runTask({ facts, clock: { now: () => now }, log: silentLog }, task, new AbortController().signal)
}

describe('reports', () => {
  test('an eventful day says what wants attention, and quotes what comes from outside as text', async () => {
    const report = await run('daily', eventful)
    expect(summaryOf(report)).toBe(
      'Daily report: 5 of 5 want attention (health, errors, alerts, backups, certificates).',
    )
    expect(renderReport(report, 'reviews')).toMatchInlineSnapshot(`
      "# Daily report of reviews, 2026-11-23

      Written 2026-11-23 06:30 UTC.

      Wants attention: Health and indicators of the last 24 hours; Failures of the last 24 hours by cause; Alerts of the last 24 hours, and which of them were noise; Backups; Certificates.

      ## Health and indicators of the last 24 hours: ATTENTION

      - 1 indicator missed the target: review success.

      | indicator | value | target | verdict |
      |---|---|---|---|
      | review success | 97.0 % | \\> 99.5 % | missed |

      ## Failures of the last 24 hours by cause: ATTENTION

      - 3 failures for 1 cause. "autogen-bot queue retry --all" begins dead jobs again once their cause is gone.
      - The logs reach back to 2026-11-23 01:30 UTC only, 5 h: errors from before are not counted.

      | what | cause | count |
      |---|---|---|
      | dead job | evil \\| \\*\\*cause\\*\\* \\<b\\> \\!\\[x\\](http://x) | 3 |

      ## Alerts of the last 24 hours, and which of them were noise: ATTENTION

      - 4 alerts fired, 3 pages among them, 3 out of business hours.
      - QueueStuck fired 3 times: mend its cause, or let it wait longer before it speaks.

      | alert | severity | times | shortest | fires now |
      |---|---|---|---|---|
      | QueueStuck | P2 | 3 | 90 s | no |
      | ConfigDrift | P3 | 1 |  | yes |

      ## Backups: ATTENTION

      - Late or failed: base. See the page of BackupFailed.

      | backup | last one | age | well |
      |---|---|---|---|
      | base | 2026-11-20 | 3 d | yes |

      ## Certificates: ATTENTION

      - Renew reviews.example.com:443: less than 21 days are left.
      - /etc/tls/bot.pem could not be read: there is no such file.

      | certificate | ends | days left |
      |---|---|---|
      | reviews.example.com:443 | 2026-12-03 | 10 |
      | /etc/tls/bot.pem | not known |  |
      "
    `)
  })

  test('an eventful week and month', async () => {
    const words = async (name: string) =>
      (await run(name, eventful)).sections.map(({ id, verdict, found }) => `${id} ${verdict}: ${found[0]}`)
    expect(await words('weekly')).toMatchInlineSnapshot(`
      [
        "advisories attention: 1 module with advisories, 1 of them critical or high.",
        "versions good: 1 module can be brought up.",
        "capacity attention: disk reaches its limit in 4 d (4 d and 4 d): see the page scaling.",
        "performance attention: Worse by a tenth or more: review success.",
        "pages attention: 1 page late, 0 due within two weeks, of 1.",
        "follow-ups attention: 1 follow-up late, of bob: do it and say so with "autogen-bot incident follow-up ID --done NUMBER".",
      ]
    `)
    expect(await words('monthly')).toMatchInlineSnapshot(`
      [
        "recovery attention: No restore has ever been tried here: a backup that was never restored is a hope.",
        "runbook attention: 1 page of 1 were not looked through in time; ask platform.",
        "incidents attention: 2 incidents, 1 in the 30 days before.",
        "follow-ups attention: 1 follow-up late, of bob: do it and say so with "autogen-bot incident follow-up ID --done NUMBER".",
        "plan attention: disk reaches its limit in 4 d (4 d and 4 d): see the page scaling.",
      ]
    `)
  })

  test('what nobody knows is said, and is no reason to get up', async () => {
    const report = await run('weekly', nothing)
    expect(report.verdict).toBe('good')
    expect(report.sections.map(({ verdict }) => verdict)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'good',
      'good',
    ])
    expect(renderReport(report, 'reviews')).toContain('The registry could not be asked.')
  })

  test('a backup that never reported and a certificate that nobody can read want attention', async () => {
    const { sections } = await run('daily', {
      ...nothing,
      certificates: async () => known([{ name: 'bot.pem', notAfter: null, problem: null }]),
    })
    expect(sections.slice(3).map(({ verdict, found }) => [verdict, found])).toEqual([
      ['attention', [expect.stringContaining('No backup has reported')]],
      ['attention', ['bot.pem could not be read.']],
    ])
  })

  test('a check that breaks is a failed run with the other sections in it', async () => {
    const broken = { ...nothing, backups: () => Promise.reject(new Error('no such table')) }
    const report = await run('daily', broken)
    expect(report.failed).toEqual(['backups'])
    expect(report.sections).toHaveLength(5)
    expect(report.sections[3]?.found).toEqual(['It could not be looked at: no such table'])
  })
})

test('the calendar keeps its time on the wall over the change of the clock', () => {
  const { dueAfter, intervalAfter } = createTaskCalendar({ pattern: '0 6 * * *' }, 'Europe/Berlin')
  const said = (ms: number) => new Date(ms).toISOString()
  const saturday = Date.parse('2026-03-28T05:00:00Z')
  expect(said(dueAfter(saturday - 1))).toBe('2026-03-28T05:00:00.000Z')
  expect(said(dueAfter(saturday))).toBe('2026-03-29T04:00:00.000Z')
  expect(intervalAfter(saturday - dayMs)).toBe(23 * hourMs)
})

describe('the scheduler', () => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await createDatabase()
    store = await openStore({ connection: database.config, log: silentLog })
  })
  afterAll(async () => {
    await store?.close()
    await database?.drop()
  })

  const time = { now: 0 }
  const state = { isBroken: false, runs: 0 }
  const announced: number[] = []
  beforeEach(() => {
    time.now = now
    state.isBroken = false
    state.runs = 0
    announced.length = 0
  })

  /** Each story has a task of its own, every day at six. */
  function openScheduler(name: string) {
    const check = {
      id: 'one',
      title: 'One',
      async look() {
        state.runs += 1
        if (state.isBroken) throw new Error('it broke')
        return { verdict: 'good', found: ['It is well.'] } as const
      },
    }
    const task: MaintenanceTask = {
      name,
      title: 'A report',
      pattern: '0 6 * * *',
      when: 'daily',
      checks: [check],
    }
    const meter = createPrometheusMeter(indicators)
    const scheduler = createScheduler({
      rows: store.maintenance,
      tasks: [task],
      facts: nothing,
      serviceName: 'reviews',
      timeZone: 'UTC',
      holder: 'here/1',
      clock: { now: () => time.now },
      log: silentLog,
      meter,
      announce: async (_, number) => void announced.push(number),
    })
    const look = () => scheduler.look(new AbortController().signal)
    const figures = async () => {
      await scheduler.show()
      return (await meter.render()).text
    }
    return { scheduler, task, look, figures }
  }

  test('a task runs when it is due, once whoever looks; days that were missed are caught up for once', async () => {
    const one = openScheduler('story-a')
    const other = openScheduler('story-a')
    await one.look()
    expect(state.runs).toBe(0)
    time.now = Date.parse('2026-11-24T06:00:05Z')
    await Promise.all([one.look(), other.look()])
    await other.look()
    expect(state.runs).toBe(1)
    time.now += 5 * dayMs
    expect(await one.figures()).toContain('autogen_maintenance_late{task="story-a"} 1')
    const afterRestart = openScheduler('story-a')
    await afterRestart.look()
    await one.look()
    expect(state.runs).toBe(2)
    expect(announced).toHaveLength(2)
    expect(await one.figures()).toContain('autogen_maintenance_late{task="story-a"} 0')
    const [newest] = await store.maintenance.reports('story-a', 10)
    expect(newest).toMatchObject({
      askedBy: 'the calendar',
      dueAt: Date.parse('2026-11-25T06:00:00Z'),
      result: 'done',
      verdict: 'good',
    })
    expect(newest?.markdown).toContain('# A report of reviews, 2026-11-29')
  })

  test('one that fails is late at once and tried again an hour later', async () => {
    const { look, figures } = openScheduler('story-b')
    await look()
    time.now += dayMs
    state.isBroken = true
    await look()
    await look()
    expect(state.runs).toBe(1)
    expect(await figures()).toContain('autogen_maintenance_late{task="story-b"} 1')
    time.now += hourMs
    state.isBroken = false
    await look()
    expect(state.runs).toBe(2)
    expect(await figures()).toContain('autogen_maintenance_late{task="story-b"} 0')
    expect((await store.maintenance.reports('story-b', 10)).map(({ result }) => result)).toEqual([
      'done',
      'failed',
    ])
  })

  test('one that nobody runs is late after one and a half of its intervals, not before', async () => {
    const { scheduler } = openScheduler('story-c')
    const isLate = async () => (await scheduler.status())[0]?.isLate
    expect(await isLate()).toBe(false)
    time.now += 1.4 * dayMs
    expect(await isLate()).toBe(false)
    time.now += 0.2 * dayMs
    expect(await isLate()).toBe(true)
  })

  test('a person may run it at any time; while one runs it the other is told who does', async () => {
    const { scheduler, task } = openScheduler('story-d')
    const { signal } = new AbortController()
    const run = await scheduler.runNow(task, 'alice', signal)
    expect(run).toMatchObject({ kind: 'reported', report: { verdict: 'good' } })
    expect(await store.maintenance.reports('story-d', 1)).toMatchObject([{ askedBy: 'alice', dueAt: null }])
    const request = { task: 'story-d', countsFrom: null, holder: 'there/2', at: time.now, leaseMs: 60_000 }
    await store.maintenance.begin(request)
    expect(await scheduler.runNow(task, 'alice', signal)).toEqual({ kind: 'runs-already', holder: 'there/2' })
  })

  test('reports are forgotten after 400 days', async () => {
    const { scheduler, task, look } = openScheduler('story-e')
    await scheduler.runNow(task, 'alice', new AbortController().signal)
    time.now += 401 * dayMs
    await look()
    expect(await store.maintenance.reports('story-e', 10)).toHaveLength(1)
    expect(await store.maintenance.reports('story-d', 10)).toEqual([])
  })
})
