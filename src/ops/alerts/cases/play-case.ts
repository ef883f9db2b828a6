/** A case played to the built-in evaluator, one step after the other. */
import type { EvaluationSettings } from '../../series/evaluate.ts'
import type { CompiledRule } from '../compile-rules.ts'
import { type AlertOutcome, evaluateAlerts } from '../evaluate-alerts.ts'
import type { AlertCase, Firing } from './alert-case.ts'
import { caseSource } from './case-series.ts'

export interface PlayedStep extends AlertOutcome {
  readonly at: number
}

export function playCase(
  given: Pick<AlertCase, 'series' | 'everyMs' | 'lastsMs'>,
  rules: readonly CompiledRule[],
  settings: EvaluationSettings,
): readonly PlayedStep[] {
  const source = caseSource(given)
  const steps: PlayedStep[] = []
  for (let at = 0; at <= given.lastsMs; at += given.everyMs) {
    const previous = steps.at(-1)?.states ?? []
    steps.push({ at, ...evaluateAlerts({ rules, source, now: at, previous, settings }) })
  }
  return steps
}

export function firingsOf(alert: string, steps: readonly PlayedStep[]): readonly Firing[] {
  const begun = steps.flatMap(({ at, states }) =>
    states.filter((state) => state.alert === alert && state.firingAt === at),
  )
  return begun.map(({ labels, firingAt }) => {
    const end = steps.find(
      ({ at, ended }) =>
        at > (firingAt ?? 0) &&
        ended.some(
          (state) => state.alert === alert && JSON.stringify(state.labels) === JSON.stringify(labels),
        ),
    )
    return { labels, fromMs: firingAt ?? 0, untilMs: end?.at ?? null }
  })
}
