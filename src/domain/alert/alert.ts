/** What an alert is when it speaks: one rule, one set of labels, one time it began. */
export const alertSeverities = ['P1', 'P2', 'P3'] as const
/** P1 wakes somebody at once, P2 during the next half hour, P3 waits for business hours. */
export type AlertSeverity = (typeof alertSeverities)[number]

/** One alert on one set of labels, as it fires or has ended. */
export interface AlertInstance {
  /** The rule's name, e.g. `ServiceDown`; also the name of its runbook page. */
  readonly alert: string
  readonly severity: AlertSeverity
  /** Without `alertname` and `severity`. */
  readonly labels: Readonly<Record<string, string>>
  /** One sentence with figures, for people. */
  readonly summary: string
  /** The value that crossed the line; null when nobody told. */
  readonly value: number | null
  /** When its condition began to hold, milliseconds since the epoch: the onset. */
  readonly activeAt: number
  /** When it had held for as long as the rule asks. */
  readonly firingAt: number
  /** Null while it fires. */
  readonly resolvedAt: number | null
  readonly source: 'built-in' | 'alertmanager'
}

/** The same for the same rule and labels, whoever evaluates it: what alerts are told apart by. */
export function alertKey({ alert, labels }: Pick<AlertInstance, 'alert' | 'labels'>): string {
  const sorted = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))
  return `${alert}${JSON.stringify(sorted)}`
}
