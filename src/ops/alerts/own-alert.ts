/**
 * An alert of ours that came by Alertmanager, brought into the form that the built-in evaluator gives it, so that both
 * are the same alert to whoever opens incidents. Prometheus puts labels on (`job`, `service`, external ones) that say
 * nothing here, and tells when an alert began to fire, not when it began to hold.
 */
import type { AlertInstance } from '../../domain/alert/alert.ts'
import { alertRule } from './catalogue.ts'

/** Labels that rules of ours group by. */
const ownLabels: ReadonlySet<string> = new Set([
  'app',
  'backup',
  'certificate',
  'dependency',
  'instance',
  'kind',
  'reconciler',
  'resource',
  'state',
  'task',
])

/** Others' alerts are left as they are. */
export function ownAlert(alert: AlertInstance): AlertInstance {
  const rule = alertRule(alert.alert)
  if (rule === null || alert.source !== 'alertmanager') return alert
  const labels = Object.fromEntries(Object.entries(alert.labels).filter(([name]) => ownLabels.has(name)))
  return { ...alert, labels, activeAt: alert.firingAt - rule.forMs }
}
