/**
 * One step of the built-in evaluator: rules and series -> which alerts are pending and which fire. The same steps as
 * Prometheus takes: what holds for the first time is pending; what has held for as long as its rule asks, seen at an
 * evaluation, fires; what no longer holds is gone at once, told as ended when it fired. A rule whose expression fails on
 * the data keeps its alerts as they were.
 */
import { alertKey } from '../../domain/alert/alert.ts'
import { type EvaluationSettings, evaluate, type Value } from '../series/evaluate.ts'
import { EvaluationError } from '../series/evaluation-error.ts'
import { dropName } from '../series/labels.ts'
import type { SeriesSource } from '../series/series-source.ts'
import type { AlertState } from './alert-state.ts'
import { summaryOf } from './alert-summary.ts'
import type { CompiledRule } from './compile-rules.ts'
import { inhibitorsOf } from './inhibitors-of.ts'

export interface AlertStep {
  readonly rules: readonly CompiledRule[]
  readonly source: SeriesSource
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly previous: readonly AlertState[]
  readonly settings?: EvaluationSettings
}

export interface AlertOutcome {
  /** Pending and firing, in the order of the rules. */
  readonly states: readonly AlertState[]
  /** Fired before this step and holds no longer. */
  readonly ended: readonly AlertState[]
  readonly failures: readonly { readonly alert: string; readonly message: string }[]
}

export function evaluateAlerts({ rules, source, now, previous, settings }: AlertStep): AlertOutcome {
  const before = new Map(previous.map((state) => [alertKey(state), state]))
  const states: AlertState[] = []
  const failures: { alert: string; message: string }[] = []
  for (const rule of rules) {
    const values = valuesOf(rule, source, now, settings)
    if (typeof values === 'string') {
      failures.push({ alert: rule.name, message: values })
      states.push(...previous.filter(({ alert }) => alert === rule.name))
    } else {
      states.push(...values.map((value) => stateOf(rule, value, now, before)))
    }
  }
  const still = new Set(states.map(alertKey))
  return {
    states: inhibit(states, rules),
    ended: previous.filter((state) => state.firingAt !== null && !still.has(alertKey(state))),
    failures,
  }
}

/** @returns why the expression cannot be evaluated on these data, when it cannot */
function valuesOf(
  rule: CompiledRule,
  source: SeriesSource,
  now: number,
  settings: EvaluationSettings = {},
): readonly Value[] | string {
  try {
    const values = evaluate(rule.expression, source, now, settings).map(({ labels, value }) => ({
      labels: cleanLabels(labels),
      value,
    }))
    const keys = new Set(values.map(({ labels }) => alertKey({ alert: rule.name, labels })))
    return keys.size === values.length ? values : 'two alerts with the same labels'
  } catch (error) {
    if (error instanceof EvaluationError) return error.message
    throw error
  }
}

function cleanLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(dropName(labels)).filter(([, value]) => value !== ''))
}

function stateOf(
  rule: CompiledRule,
  { labels, value }: Value,
  now: number,
  before: ReadonlyMap<string, AlertState>,
): AlertState {
  const { name: alert, severity, forMs } = rule
  const known = before.get(alertKey({ alert, labels }))
  const activeAt = known?.activeAt ?? now
  const firingAt = known?.firingAt ?? (now - activeAt >= forMs ? now : null)
  return {
    alert,
    severity,
    labels,
    value,
    summary: summaryOf(rule, labels, value),
    activeAt,
    firingAt,
    inhibitedBy: [],
    toldAt: known?.toldAt ?? null,
  }
}

function inhibit(states: readonly AlertState[], rules: readonly CompiledRule[]): readonly AlertState[] {
  const firing = states.filter(({ firingAt }) => firingAt !== null)
  return states.map((state) => ({ ...state, inhibitedBy: inhibitorsOf(state, firing, rules) }))
}
