/** The rules before Prometheus' own judge, and its judgement of the same series against that of our evaluator. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { alertCases } from '../../src/ops/alerts/alert-cases.ts'
import type { AlertRule } from '../../src/ops/alerts/alert-rule.ts'
import { playCase } from '../../src/ops/alerts/cases/play-case.ts'
import { alertRules } from '../../src/ops/alerts/catalogue.ts'
import { compileRules } from '../../src/ops/alerts/compile-rules.ts'
import { renderPrometheus } from '../../src/ops/alerts/render-prometheus.ts'
import { renderRules } from '../../src/ops/alerts/render-rules.ts'
import { generationOfPrometheus, runTool, scratchFolder } from './tool.ts'
import { type PlayedCase, unitTestFile } from './unit-tests.ts'

const generation = generationOfPrometheus()
const rulesFile = join(import.meta.dirname, '../../deploy/prometheus/rules.yml')

test('promtool reads every rule, also those of a rehearsal', () => {
  expect(runTool('promtool', 'check', 'rules', rulesFile)).toContain(`${alertRules.length} rules found`)
  const folder = scratchFolder()
  const fast = join(folder, 'rules.yml')
  writeFileSync(fast, renderRules(alertRules, { timeScale: 1 / 30, evaluateEveryMs: 1_000 }))
  expect(runTool('promtool', 'check', 'rules', fast)).toContain(`${alertRules.length} rules found`)
})

test('promtool reads the example of a whole Prometheus', () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'prometheus.yml'), renderPrometheus({ rulesFile }))
  expect(runTool('promtool', 'check', 'config', join(folder, 'prometheus.yml'))).toContain('SUCCESS')
})

/** Each rule in a file of its own: promtool evaluates a whole file at every step. */
function judge(played: readonly PlayedCase[], rules: readonly AlertRule[]): string {
  const folder = scratchFolder()
  const file = join(folder, `${rules[0]?.name}.yml`)
  writeFileSync(file, renderRules(rules))
  return [...Map.groupBy(played, ({ given }) => given.everyMs)]
    .map(([everyMs, cases]) => {
      const tests = join(folder, `${everyMs}.json`)
      writeFileSync(tests, unitTestFile(file, everyMs, cases))
      return runTool('promtool', 'test', 'rules', tests)
    })
    .join('\n')
}

test.each(alertRules.map((rule) => [rule.name, rule] as const))(
  '%s: Prometheus and the built-in evaluator say the same at every evaluation of every story',
  (name, rule) => {
    const compiled = compileRules([rule])
    const played = alertCases
      .filter(({ alert }) => alert === name)
      .map((given) => ({ given, steps: playCase(given, compiled, { generation }) }))
    expect(played.length).toBeGreaterThan(0)
    expect(judge(played, [rule])).toContain('SUCCESS')
  },
)

test('they say the same of all alerts together, when there is nothing but a full disk', () => {
  const given = alertCases.find(({ alert, fires }) => alert === 'ResourceExhausted' && fires.length > 0)
  if (given === undefined) throw new Error('no such case')
  const steps = playCase(given, compileRules(alertRules), { generation })
  const names = new Set(steps.flatMap(({ states }) => states.map(({ alert }) => alert)))
  expect([...names].sort()).toEqual([
    'MetricsAbsent',
    'ReconcilerStale',
    'ResourceExhausted',
    'ResourceHigh',
    'ServiceDown',
    'Watchdog',
  ])
  expect(judge([{ given, steps }], alertRules)).toContain('SUCCESS')
})

test('a difference of one evaluation is seen', () => {
  const [rule] = alertRules
  const given = alertCases.find(({ alert, fires }) => alert === rule?.name && fires.length > 0)
  if (rule === undefined || given === undefined) throw new Error('no such case')
  const late = compileRules([{ ...rule, forMs: rule.forMs + given.everyMs }])
  const steps = playCase(given, late, { generation })
  expect(() => judge([{ given, steps }], [rule])).toThrow(/FAILED/)
})
