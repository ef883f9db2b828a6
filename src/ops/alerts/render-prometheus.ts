/** deploy/prometheus/prometheus.yml: an example that scrapes every process of one machine. */
import { durationOf } from './prometheus-duration.ts'

export interface PrometheusOptions {
  /** The metrics port of each process, `host:port`. */
  readonly targets: readonly string[]
  readonly alertmanagers: readonly string[]
  readonly rulesFile: string
  readonly everyMs: number
}

export const defaultPrometheusOptions: PrometheusOptions = {
  targets: ['127.0.0.1:9464'],
  alertmanagers: ['127.0.0.1:9093'],
  rulesFile: 'rules.yml',
  everyMs: 10_000,
}

export function renderPrometheus(given: Partial<PrometheusOptions> = {}): string {
  const { targets, alertmanagers, rulesFile, everyMs } = { ...defaultPrometheusOptions, ...given }
  const every = durationOf(everyMs)
  return `# Made from src/ops/alerts by "npm run docs": an example. Every process is a target of its own.
global:
  scrape_interval: ${every}
  scrape_timeout: ${every}
  evaluation_interval: ${every}
rule_files:
  - ${JSON.stringify(rulesFile)}
alerting:
  alertmanagers:
    - static_configs:
        - targets: ${JSON.stringify(alertmanagers)}
scrape_configs:
  - job_name: autogen-bot
    static_configs:
      - targets: ${JSON.stringify(targets)}
`
}
