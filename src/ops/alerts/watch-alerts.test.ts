import { expect, test } from 'vitest'
import { createPrometheusMeter } from '../../adapters/meter-prometheus/create-meter.ts'
import type { AlertInstance } from '../../domain/alert/alert.ts'
import type { Log } from '../../ports/log/log.ts'
import { StoreUnavailable } from '../../ports/store/store-unavailable.ts'
import { indicators } from '../indicators/indicators.ts'
import { type AlertRule, minuteMs } from './alert-rule.ts'
import { caseSource } from './cases/case-series.ts'
import { alertRules } from './catalogue.ts'
import { compileRules } from './compile-rules.ts'
import { type KeptStates, readStates } from './stored-states.ts'
import { createAlertWatch, type WatchPosition } from './watch-alerts.ts'

const everyMs = 30_000
const log: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log }

/** A service whose probes fail from the second minute on, and are well again from the twelfth. */
const probes = { 'autogen_probe_success{instance="a"}': '1x3 0x19 1x60' }
/** What several processes over one store have in common. */
function createService(series: Readonly<Record<string, string>>, names: readonly string[]) {
  let now = 0
  let kept: string | null = null
  let hasStore = true
  const needStore = () => {
    if (!hasStore) throw new StoreUnavailable('away')
  }
  const rules = compileRules(alertRules.filter(({ name }) => names.includes(name)))
  const source = caseSource({ series, everyMs })
  return {
    loseStore: () => {
      hasStore = false
    },
    findStore: () => {
      hasStore = true
    },
    kept: (): KeptStates | null => (kept === null ? null : readStates(JSON.parse(kept))),
    process(first: WatchPosition) {
      const incidents: string[] = []
      const pages: string[] = []
      const said = { incidents, pages }
      const meter = createPrometheusMeter(indicators)
      let position = first
      const watch = createAlertWatch({
        rules,
        readSeries: async () => source,
        position: async () => (hasStore ? position : 'cut-off'),
        receive: async (alerts) => {
          needStore()
          incidents.push(...alerts.map((alert) => told(alert, now)))
        },
        page: async (alerts) => void pages.push(...alerts.map((alert) => told(alert, now))),
        readStates: async () => {
          needStore()
          return kept === null ? null : readStates(JSON.parse(kept))
        },
        writeStates: async (states) => {
          needStore()
          kept = JSON.stringify(states)
        },
        clock: { now: () => now },
        log,
        meter,
      })
      return {
        said,
        watch,
        meter,
        become: (next: WatchPosition) => {
          position = next
        },
        async until(text: number) {
          for (; now <= text * minuteMs; now += everyMs) await watch.look()
        },
      }
    },
    at: (minutes: number) => {
      now = minutes * minuteMs
    },
  }
}

function told({ alert, firingAt, resolvedAt }: AlertInstance, now: number): string {
  const minutes = (ms: number) => `${ms / minuteMs}m`
  return `${minutes(now)} ${alert} ${resolvedAt === null ? `fires since ${minutes(firingAt)}` : 'ended'}`
}

test('who leads tells what fires at every look, and once that it has ended', async () => {
  const service = createService(probes, ['ServiceDown', 'Watchdog'])
  const leader = service.process('leading')
  await leader.until(14)
  expect(leader.said.incidents[0]).toBe('7m ServiceDown fires since 7m')
  expect(leader.said.incidents.at(-1)).toBe('12m ServiceDown ended')
  expect(leader.said.incidents).toHaveLength(11)
  expect(leader.said.pages).toEqual([])
  expect(leader.watch.watchdogSeenAt()).toBe(14 * minuteMs)
  const { text } = await leader.meter.render()
  expect(text).toContain('autogen_alerts{severity="P1",state="firing"} 0')
  expect(text).toContain('autogen_watch_last_evaluation_timestamp_seconds 840')
})

test('who stands by is quiet, and goes on where the leader was', async () => {
  const service = createService(probes, ['ServiceDown'])
  const leader = service.process('leading')
  await leader.until(8)
  service.at(0)
  const other = service.process('standby')
  await other.until(8)
  expect(other.said).toEqual({ incidents: [], pages: [] })
  other.become('leading')
  await other.until(9)
  expect(other.said.incidents[0]).toBe('8.5m ServiceDown fires since 7m')
})

test('a new leader tells the end of what it never saw', async () => {
  const service = createService(probes, ['ServiceDown'])
  await service.process('leading').until(8)
  service.at(20)
  const other = service.process('leading')
  await other.until(20)
  expect(other.said.incidents).toEqual(['20m ServiceDown ended'])
  expect(service.kept()?.states).toEqual([])
})

test('cut off from the store it tells people, and whoever opens incidents when the store is back', async () => {
  const service = createService(probes, ['ServiceDown'])
  const leader = service.process('leading')
  await leader.until(5)
  service.loseStore()
  await leader.until(8)
  expect(leader.said.incidents).toEqual([])
  expect(leader.said.pages).toEqual([
    '7m ServiceDown fires since 7m',
    '7.5m ServiceDown fires since 7m',
    '8m ServiceDown fires since 7m',
  ])
  service.findStore()
  await leader.until(8.5)
  expect(leader.said.incidents).toEqual(['8.5m ServiceDown fires since 7m'])
})

test('what an incident stands for already is not told again by the one that is cut off; its end is kept', async () => {
  const service = createService(probes, ['ServiceDown'])
  const leader = service.process('leading')
  await leader.until(10)
  const before = leader.said.incidents.length
  service.loseStore()
  await leader.until(11.5)
  expect(leader.said.pages).toEqual([])
  await leader.until(13)
  expect(leader.said.pages[0]).toBe('12m ServiceDown ended')
  service.findStore()
  await leader.until(13.5)
  expect(leader.said.incidents.slice(before)).toEqual(['13.5m ServiceDown ended'])
})

test('an incident that is as young as the outage of the store is told to people too', async () => {
  const service = createService(probes, ['ServiceDown'])
  const leader = service.process('leading')
  await leader.until(7.5)
  service.loseStore()
  await leader.until(8)
  expect(leader.said.pages).toEqual(['8m ServiceDown fires since 7m'])
})

test('what follows from a worse alert is kept back until that has ended', async () => {
  const series = {
    'autogen_probe_success{instance="a"}': '0x15 1x60',
    'autogen_queue_jobs{instance="a",state="waiting"}': '500x60',
  }
  const service = createService(series, ['ServiceDown', 'QueueBacklog'])
  const leader = service.process('leading')
  service.at(1)
  await leader.until(9)
  const names = leader.said.incidents.map((words) => words.split(' ').slice(0, 3).join(' '))
  // The backlog was told before the service was found to be down; it goes on to be told.
  expect(names[0]).toBe('3m QueueBacklog fires')
  const late = createService(series, ['ServiceDown', 'QueueBacklog'])
  const other = late.process('standby')
  await other.until(6)
  other.become('leading')
  await other.until(9)
  expect(other.said.incidents.filter((words) => words.includes('QueueBacklog'))[0]).toMatch(
    /^8m QueueBacklog/,
  )
})

test('an alert that cannot be evaluated is one line in the log, however often it is tried', async () => {
  const lines: unknown[] = []
  const [rule] = alertRules
  const wrong: AlertRule = {
    ...(rule as AlertRule),
    expr: 'autogen_probe_success / on (route) autogen_probe_success',
  }
  const watch = createAlertWatch({
    rules: compileRules([wrong]),
    readSeries: async () =>
      caseSource({
        everyMs,
        series: {
          'autogen_probe_success{instance="a"}': '1x9',
          'autogen_probe_success{instance="b"}': '1x9',
        },
      }),
    position: async () => 'standby',
    receive: async () => {},
    page: async () => {},
    readStates: async () => null,
    writeStates: async () => {},
    clock: { now: () => everyMs },
    log: { ...log, error: (facts: unknown) => void lines.push(facts) },
    meter: createPrometheusMeter(indicators),
  })
  await watch.look()
  await watch.look()
  expect(lines).toHaveLength(1)
})
