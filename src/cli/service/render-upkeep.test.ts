import { expect, test } from 'vitest'
import { describeService } from '../../app/service/describe-service.ts'
import type { ProcessMemoryStatus } from '../../app/service/operate/memory.ts'
import { defaultServiceRecord } from '../../config/service/service-record.ts'
import { renderReport, renderTasks } from './render-maintenance.ts'
import { renderMemory } from './render-memory.ts'
import { renderService } from './render-service.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const mebibyte = 1_048_576

test('a process, its caches, what to do', () => {
  const status: ProcessMemoryStatus = {
    ageMs: 1_400,
    perHour: { bytes: 6.2 * mebibyte, min: 5 * mebibyte, max: 7.5 * mebibyte },
    advice: [
      { rule: 'leak-suspected', urgency: 'now', sentence: 'It grows.' },
      { rule: 'cache-idle', urgency: 'some time', sentence: 'It could be smaller.' },
    ],
    snapshot: null,
    report: {
      instance: 'host-1/42',
      role: 'worker',
      startedAt: now,
      at: now,
      floors: [],
      heap: {
        usedBytes: 300 * mebibyte,
        totalBytes: 400 * mebibyte,
        limitBytes: 1_024 * mebibyte,
        spaces: [{ name: 'old_space', usedBytes: 250 * mebibyte, sizeBytes: 300 * mebibyte }],
        detachedContexts: 0,
        rssBytes: 512 * mebibyte,
        externalBytes: 40 * mebibyte,
        arrayBuffersBytes: 12 * mebibyte,
        containerLimitBytes: 2_048 * mebibyte,
        machineBytes: 8_192 * mebibyte,
        availableBytes: 1_200 * mebibyte,
        limitSetBy: 'container',
      },
      caches: [
        {
          name: 'git-objects',
          lies: 'on disk',
          bound: { unit: 'bytes', max: 5_120 * mebibyte },
          size: { entries: 12, bytes: 64 * mebibyte },
          hits: 90,
          misses: 10,
        },
        {
          name: 'answers',
          lies: 'in memory',
          bound: { unit: 'entries', max: 500 },
          size: null,
          hits: 0,
          misses: 0,
        },
      ],
      snapshots: [{ path: '/data/heap/one.heapsnapshot', bytes: 9 * mebibyte, writtenAt: now }],
    },
  }
  expect(renderMemory([status])).toMatchInlineSnapshot(`
    "host-1/42 (worker), 1 s ago
    heap       300 MiB of 1024 MiB (29 %); the limit is worked out from the container
      old_space                250 MiB of 300 MiB
    resident   512 MiB
    external   40 MiB, buffers 12 MiB of it
    may have   2048 MiB, the container's limit; 1200 MiB are free
    trend      grows: +6.2 MiB an hour (between +5.0 MiB and +7.5 MiB) after garbage collections
    cache      git-objects (on disk): 64 MiB of 5120 MiB, 12 entries; 90 % of 100 look-ups found
    cache      answers (in memory): cannot be measured; not asked yet
    snapshot   /data/heap/one.heapsnapshot (9.0 MiB, 2026-11-23T12:00Z)
    DO         It grows.
    hint       It could be smaller.
    "
  `)
})

test('tasks, and a report without its marks', () => {
  const task = { task: 'daily', when: 'every day at 06:00', dueAt: now + 1, runsNow: false }
  expect(
    renderTasks(
      [
        { ...task, lastSuccessAt: now - 1_000, lastFailureAt: null, isLate: false },
        { ...task, task: 'weekly', lastSuccessAt: null, lastFailureAt: now, isLate: true },
      ],
      now,
    ),
  ).toMatchInlineSnapshot(`
    "daily    in time   every day at 06:00; next 2026-11-23 12:00 UTC, last 2026-11-23 11:59 UTC
    weekly   LATE      every day at 06:00; next 2026-11-23 12:00 UTC, last never yet, failed 2026-11-23 12:00 UTC
    "autogen-bot maintenance report TASK" prints the newest report.
    "
  `)
  const kept = {
    id: 1,
    task: 'daily',
    askedBy: 'x',
    dueAt: null,
    startedAt: now,
    endedAt: now,
    result: 'done',
    verdict: 'good',
    report: null,
  } as const
  expect(renderReport({ ...kept, markdown: '# A\n- \\*b\\* \u001b[31m\n' })).toBe('# A\n- *b* \\u{1b}[31m\n')
})

test('a service record', () => {
  const service = {
    ...defaultServiceRecord,
    contacts: [
      {
        name: 'on-call',
        role: 'Primary',
        phone: '+14155550123',
        email: 'oncall@example.com',
        notifiers: ['pager'],
      },
    ],
    escalation: [{ name: 'on-call', contacts: ['on-call'] }],
  }
  expect(
    renderService(describeService({ service, notifiers: [], heartbeat: null }, now)),
  ).toMatchInlineSnapshot(`
    "autogen-bot, tier 2 (business critical)
    owners       none
    promise      99.9 % of 30 days (43.2 min may be lost), back within 15 min, at most 5 min of data lost
    dashboard    none
    hours        Mon Tue Wed Thu Fri 09:00-17:00 UTC; open now
    level 0      on-call: on-call
    contact      on-call (Primary): +14155550123, oncall@example.com, by pager
    P1           calls 2 levels at once, the engineering manager in any case, at any time, the next level after 15 min, again every 5 min until somebody answers
    P2           calls the first level, at any time, the next level after 30 min, again every 15 min until somebody answers
    P3           calls the first level, in business hours
    MISSING      No team owns the service.
                 Name one under \`service.owners\`.
    MISSING      A P1 calls 2 levels at once, and there is 1.
                 Add the engineering manager as a level of \`service.escalation\`.
    MISSING      No level of the escalation has an engineering manager, whom a P1 calls at once.
                 Give a contact of a level the role \`engineering-manager\`.
    MISSING      There is no way to send a message: alerts are written down, and nobody hears of them.
                 List a channel or a pager under \`notifiers\`.
    MISSING      No heartbeat is configured: nobody hears of it when the machine dies.
                 Give \`heartbeat.url\` the address of a service outside that calls when it is not asked.
    "
  `)
})
