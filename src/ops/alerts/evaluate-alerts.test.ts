import { describe, expect, test } from 'vitest'
import { alertKey } from '../../domain/alert/alert.ts'
import { indicators } from '../indicators/indicators.ts'
import { selectorsOf } from '../series/expression.ts'
import { holdSeries } from '../series/held-series.ts'
import { metricName } from '../series/labels.ts'
import { alertCases } from './alert-cases.ts'
import { type AlertRule, minuteMs } from './alert-rule.ts'
import type { AlertState } from './alert-state.ts'
import { caseSource } from './cases/case-series.ts'
import { firingsOf, playCase } from './cases/play-case.ts'
import { alertRules } from './catalogue.ts'
import { compileRules } from './compile-rules.ts'
import { evaluateAlerts } from './evaluate-alerts.ts'
import { mergeStates, readStates, restoreStates } from './stored-states.ts'

const rules = compileRules(alertRules)
// As the Prometheus that Debian has; test/prometheus holds the same against the one that is installed.
const settings = { generation: 2 } as const

describe('the catalogue', () => {
  test('reads figures that exist, by labels that they have', () => {
    for (const { name, expression } of rules) {
      for (const { selector } of selectorsOf(expression)) {
        const figure = selector.matchers.find((matcher) => matcher.name === metricName)?.value ?? ''
        const found = indicators.find((one) => [one.name, `${one.name}_bucket`].includes(figure))
        expect(found, `${name}: ${figure}`).toBeDefined()
        const labels = selector.matchers
          .map((matcher) => matcher.name)
          .filter((label) => label !== metricName)
        expect(labels.filter((label) => !found?.labels.includes(label) && label !== 'le')).toEqual([])
      }
    }
  })

  test('names are there once, pages are called after them, and what is inhibited exists', () => {
    const names = alertRules.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name, page, inhibits } of alertRules) {
      expect(page).toBe(
        name
          .replace('GitHub', 'Github')
          .replaceAll(/\B[A-Z]/g, (one) => `-${one}`)
          .toLowerCase(),
      )
      for (const inhibited of inhibits.flatMap(({ alerts }) => alerts)) expect(names).toContain(inhibited)
      expect(inhibits.flatMap(({ alerts }) => alerts)).not.toContain(name)
    }
  })

  test('every alert has a story in which it fires and one in which it is silent', () => {
    for (const { name } of alertRules) {
      const stories = alertCases.filter(({ alert }) => alert === name)
      expect(
        stories.some(({ fires }) => fires.length > 0),
        name,
      ).toBe(true)
      // A dead man's switch is never silent.
      if (name !== 'Watchdog')
        expect(
          stories.some(({ fires }) => fires.length === 0),
          name,
        ).toBe(true)
    }
  })
})

describe('the built-in evaluator', () => {
  test.each(alertCases.map((one) => [one.alert, one.title, one] as const))('%s: %s', (alert, _, one) => {
    const steps = playCase(
      one,
      rules.filter(({ name }) => name === alert),
      settings,
    )
    expect(firingsOf(alert, steps)).toEqual(one.fires)
    expect(steps.flatMap(({ failures }) => failures)).toEqual([])
  })

  const probes = { everyMs: 30_000, series: { 'autogen_probe_success{instance="a"}': '0x60' } }
  const down = caseSource(probes)
  const watched = rules.filter(({ name }) => name === 'ServiceDown')
  const look = (now: number, previous: readonly AlertState[]) =>
    evaluateAlerts({ rules: watched, source: down, now, previous, settings })

  test('a rule that cannot be evaluated keeps its alerts as they were', () => {
    const twice: AlertRule = {
      ...(alertRules[0] as AlertRule),
      expr: 'autogen_probe_success == 0 and on (instance) (autogen_leader / on (app) autogen_leader)',
    }
    const source = caseSource({
      everyMs: 30_000,
      series: {
        ...probes.series,
        'autogen_leader{instance="a"}': '1x9',
        'autogen_leader{instance="b"}': '1x9',
      },
    })
    const previous = look(0, []).states
    const step = evaluateAlerts({ rules: compileRules([twice]), source, now: 30_000, previous, settings })
    expect(step.failures).toHaveLength(1)
    expect(step.ended).toEqual([])
    expect(step.states.map(alertKey)).toEqual(previous.map(alertKey))
  })

  test('what fired before a restart fires on, or is told as ended by the first look', () => {
    const firing = look(5 * minuteMs, look(0, []).states).states
    expect(firing).toMatchObject([{ alert: 'ServiceDown', activeAt: 0, firingAt: 5 * minuteMs }])
    const kept = readStates(JSON.parse(JSON.stringify({ at: 5 * minuteMs, states: firing })))
    if (kept === null) throw new Error('states could not be read')
    const later = 20 * minuteMs
    expect(look(later, restoreStates(kept, later)).states).toMatchObject([{ activeAt: 0 }])
    const well = evaluateAlerts({
      rules: watched,
      source: caseSource({ ...probes, series: { 'autogen_probe_success{instance="a"}': '1x60' } }),
      now: later,
      previous: restoreStates(kept, later),
      settings,
    })
    expect(well).toMatchObject({ states: [], ended: [{ alert: 'ServiceDown' }] })
  })

  test('time in which nobody looked does not count towards `for`; after an hour it begins anew', () => {
    const pending = { at: minuteMs, states: look(0, []).states }
    expect(restoreStates(pending, 90_000)).toMatchObject([{ activeAt: 0 }])
    expect(restoreStates(pending, 11 * minuteMs)).toMatchObject([{ activeAt: 10 * minuteMs }])
    expect(restoreStates(pending, 62 * minuteMs)).toEqual([])
  })

  test('of two memories of one alert the longer one counts', () => {
    const early = look(5 * minuteMs, look(0, []).states).states
    const late = look(5 * minuteMs, []).states
    expect(mergeStates(late, early)).toMatchObject([{ activeAt: 0, firingAt: 5 * minuteMs }])
    expect(mergeStates(early, [])).toEqual(early)
  })

  test('states of another version are no states', () => {
    expect(readStates(null)).toBeNull()
    expect(readStates({ at: 1, states: [{ alert: 'ServiceDown' }] })).toBeNull()
  })

  test('what follows from a worse alert is marked so, on the same labels alone', () => {
    const full = { everyMs: 30_000, lastsMs: 40 * minuteMs }
    const series = {
      'autogen_resource_utilization_ratio{instance="a",resource="disk"}': '0.95x80',
      'autogen_resource_utilization_ratio{instance="b",resource="disk"}': '0.85x80',
    }
    const last = playCase(
      { ...full, series },
      rules.filter(({ name }) => name.startsWith('Resource')),
      settings,
    ).at(-1)
    expect(
      last?.states.map(({ alert, labels, inhibitedBy }) => [alert, labels.instance, inhibitedBy]),
    ).toEqual([
      ['ResourceExhausted', 'a', []],
      ['ResourceHigh', 'a', ['ResourceExhausted']],
      ['ResourceHigh', 'b', []],
    ])
  })

  test('no series at all: only what is missing is told', () => {
    const steps = [0, 6 * minuteMs].reduce<readonly AlertState[]>(
      (previous, now) => evaluateAlerts({ rules, source: holdSeries([]), now, previous }).states,
      [],
    )
    expect([...new Set(steps.map(({ alert }) => alert))].sort()).toEqual([
      'MetricsAbsent',
      'ReconcilerStale',
      'ServiceDown',
      'Watchdog',
    ])
  })
})
