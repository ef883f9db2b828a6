/** Files of deploy/ that are made from the program, by their path in it. */
import { alertRules } from '../src/ops/alerts/catalogue.ts'
import { renderAlertmanager } from '../src/ops/alerts/render-alertmanager.ts'
import { renderPrometheus } from '../src/ops/alerts/render-prometheus.ts'
import { renderRules } from '../src/ops/alerts/render-rules.ts'

export function deployFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['prometheus/rules.yml', renderRules(alertRules)],
    ['prometheus/prometheus.yml', renderPrometheus()],
    ['alertmanager/alertmanager.yml', renderAlertmanager(alertRules)],
  ])
}
