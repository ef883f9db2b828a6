/** Which firing alerts make another one not worth a message: Alertmanager's inhibition, on our own states. */
import type { AlertRule } from './alert-rule.ts'
import type { AlertState } from './alert-state.ts'

type Told = Pick<AlertState, 'alert' | 'labels'>

/** @returns names, each once */
export function inhibitorsOf(
  { alert, labels }: Told,
  firing: readonly Told[],
  rules: readonly AlertRule[],
): readonly string[] {
  const names = firing
    .filter((source) =>
      rules
        .find(({ name }) => name === source.alert)
        ?.inhibits.some(
          ({ alerts, equal }) =>
            alerts.includes(alert) &&
            equal.every((label) => (source.labels[label] ?? '') === (labels[label] ?? '')),
        ),
    )
    .map((source) => source.alert)
  return [...new Set(names)]
}
