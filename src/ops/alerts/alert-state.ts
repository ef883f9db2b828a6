/** How an alert stands between two evaluations. */
import type { AlertInstance } from '../../domain/alert/alert.ts'
import type { AlertRule } from './alert-rule.ts'

/** One rule on one set of labels whose condition holds. */
export interface AlertState {
  readonly alert: string
  readonly severity: AlertRule['severity']
  /** Of the expression alone: without `alertname`, `severity` and what else Prometheus puts on. */
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
  readonly summary: string
  /** Since when it holds, milliseconds since the epoch. */
  readonly activeAt: number
  /** Since when it has held long enough; null: pending. */
  readonly firingAt: number | null
  /** Names of alerts that fire and make this one not worth a message. */
  readonly inhibitedBy: readonly string[]
  /** When whoever opens incidents first heard of it; null: not yet. */
  readonly toldAt: number | null
}

/** A state that has reached people, or is to. */
export function toInstance(state: AlertState, resolvedAt: number | null): AlertInstance | null {
  const { severity, firingAt } = state
  if (severity === 'none' || firingAt === null) return null
  const { alert, labels, summary, activeAt } = state
  const value = Number.isFinite(state.value) ? state.value : null
  return { alert, severity, labels, summary, value, activeAt, firingAt, resolvedAt, source: 'built-in' }
}
