/** Cases as unit tests of promtool: at every evaluation, what our evaluator says of every alert is what is expected. */
import type { AlertState } from '../../src/ops/alerts/alert-state.ts'
import type { AlertCase } from '../../src/ops/alerts/cases/alert-case.ts'
import type { PlayedStep } from '../../src/ops/alerts/cases/play-case.ts'
import { alertRule } from '../../src/ops/alerts/catalogue.ts'
import { durationOf } from '../../src/ops/alerts/prometheus-duration.ts'
import { defaultRulesOptions } from '../../src/ops/alerts/render-rules.ts'

const { service, team, runbookUrl } = defaultRulesOptions

export interface PlayedCase {
  readonly given: AlertCase
  readonly steps: readonly PlayedStep[]
}

/** All of one step length: promtool evaluates a file at one pace. @returns JSON, which promtool reads as YAML */
export function unitTestFile(rulesFile: string, everyMs: number, played: readonly PlayedCase[]): string {
  return JSON.stringify({
    rule_files: [rulesFile],
    evaluation_interval: durationOf(everyMs),
    tests: played.map(unitTest),
  })
}

function unitTest({ given, steps }: PlayedCase) {
  return {
    interval: durationOf(given.everyMs),
    name: `${given.alert}: ${given.title}`,
    input_series: Object.entries(given.series).map(([series, values]) => ({ series, values })),
    promql_expr_test: steps.flatMap(({ at, states }) => [
      {
        expr: 'ALERTS',
        eval_time: durationOf(at),
        exp_samples: states.map((state) => ({
          labels: sample('ALERTS', {
            ...labelsOf(state),
            alertstate: state.firingAt === null ? 'pending' : 'firing',
          }),
          value: 1,
        })),
      },
      {
        expr: 'ALERTS_FOR_STATE',
        eval_time: durationOf(at),
        exp_samples: states.map((state) => ({
          labels: sample('ALERTS_FOR_STATE', labelsOf(state)),
          value: state.activeAt / 1_000,
        })),
      },
    ]),
    alert_rule_test: steps
      .filter((_, index) => index % wordsEvery === 0 || index === steps.length - 1)
      .map(({ at, states }) => ({
        eval_time: durationOf(at),
        alertname: given.alert,
        exp_alerts: states
          .filter(({ alert, firingAt }) => alert === given.alert && firingAt !== null)
          .map((state) => ({ exp_labels: ownLabelsOf(state), exp_annotations: annotationsOf(state) })),
      })),
  }
}

/** The words of a firing alert are compared at every so many evaluations; its state at each. */
const wordsEvery = 3

function ownLabelsOf({ labels, severity }: AlertState): Readonly<Record<string, string>> {
  return { ...labels, severity, service, team }
}

function labelsOf(state: AlertState): Readonly<Record<string, string>> {
  return { alertname: state.alert, ...ownLabelsOf(state) }
}

function annotationsOf({ alert, summary }: AlertState): Readonly<Record<string, string>> {
  const rule = alertRule(alert)
  if (rule === null) throw new Error(`no rule ${alert}`)
  const runbook_url = `${runbookUrl}${rule.page}.md`
  if (rule.requirements.length === 0) return { summary, runbook_url }
  return { summary, runbook_url, requirement: rule.requirements.join(' ') }
}

function sample(name: string, labels: Readonly<Record<string, string>>): string {
  const inner = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`)
  return `${name}{${inner.join(',')}}`
}
