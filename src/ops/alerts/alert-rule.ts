/** What an alert is before it speaks. One definition each: both evaluators, Alertmanager, pages and tests are made from it. */
import type { AlertSeverity } from '../../domain/alert/alert.ts'

export interface AlertRule {
  readonly name: string
  /** `none`: not for people; the heartbeat. */
  readonly severity: AlertSeverity | 'none'
  /** Lines of the requirements. */
  readonly requirements: readonly string[]
  /** PromQL, within what src/ops/series evaluates. Its labels are the same for every kind of deployment: no `job`. */
  readonly expr: string
  /** For how long it has to hold before anybody hears of it. */
  readonly forMs: number
  /**
   * One sentence. `{percent}`, `{number}`, `{seconds}` and `{duration}` stand for the value, `{label}` for a label's
   * value by its name, e.g. `{resource}`.
   */
  readonly summary: string
  /** What the threshold is there for and what it does not see; for the reference. */
  readonly about: string
  /** File name in docs/runbook, without its ending. */
  readonly page: string
  /** What is not worth a message while this one fires, because it follows from it. */
  readonly inhibits: readonly Inhibition[]
}

export interface Inhibition {
  readonly alerts: readonly string[]
  /** Only where these labels are the same on both. */
  readonly equal: readonly string[]
}

export const minuteMs = 60_000
