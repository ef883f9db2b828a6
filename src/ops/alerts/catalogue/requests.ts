/** Answers that are wrong or late, and the error budget that they use up. */
import { ofOurTime, withoutProbes } from '../../indicators/http-routes.ts'
import { type AlertRule, minuteMs } from '../alert-rule.ts'

const answered = `autogen_http_requests_total{${withoutProbes}}`
const failed = `autogen_http_requests_total{class="5xx",${withoutProbes}}`

// Nothing answered is 0/0, which is above no threshold. Windows are shorter than what the rule waits for, so that one
// error among few requests has left the window before anybody is woken up.
const errorRate = (window: string) => `sum(rate(${failed}[${window}]))
  / sum(rate(${answered}[${window}]))`
const probeErrors = (window: string) => `sum(rate(autogen_probes_total{result="failed"}[${window}]))
  / sum(rate(autogen_probes_total[${window}]))`
const quantile = (share: number) =>
  `histogram_quantile(${share}, sum by (le) (rate(autogen_http_request_duration_seconds_bucket{${ofOurTime}}[5m])))`

/** A share of 0.1 % is what 99.9 % leaves. The long window says that it matters, the short one that it still goes on. */
function burn(factor: number, long: string, short: string): string {
  const limit = Number((factor * 0.001).toPrecision(6))
  return `(
  ${errorRate(long)} > ${limit}
  and ${errorRate(short)} > ${limit}
  and sum(increase(${failed}[${long}])) >= 5
)
or (
  ${probeErrors(long)} > ${limit}
  and ${probeErrors(short)} > ${limit}
  and sum(increase(autogen_probes_total{result="failed"}[${long}])) >= 5
)`
}

export const requestAlerts = [
  {
    name: 'ErrorRateCritical',
    severity: 'P1',
    requirements: ['R18'],
    expr: `${errorRate('1m')} > 0.05`,
    forMs: 2 * minuteMs,
    summary: '{percent} of the requests fail (5xx or timed out); the limit is 5 %.',
    about: 'Over all instances and routes but /health, /ready, /live and the synthetic webhook.',
    page: 'error-rate-critical',
    inhibits: [{ alerts: ['ErrorRateHigh', 'ErrorBudgetBurnFast', 'ErrorBudgetBurnSlow'], equal: [] }],
  },
  {
    name: 'ErrorRateHigh',
    severity: 'P2',
    requirements: ['R22'],
    expr: `${errorRate('2m')} > 0.01`,
    forMs: 5 * minuteMs,
    summary: '{percent} of the requests fail (5xx or timed out); the limit is 1 %.',
    about: 'Over all instances and routes but /health, /ready, /live and the synthetic webhook.',
    page: 'error-rate-high',
    inhibits: [{ alerts: ['ErrorBudgetBurnFast', 'ErrorBudgetBurnSlow'], equal: [] }],
  },
  {
    name: 'ResponseTimeCritical',
    severity: 'P1',
    requirements: ['R19'],
    expr: `${quantile(0.99)} > 10`,
    forMs: 5 * minuteMs,
    summary: 'The slowest hundredth of the answers takes {seconds} or longer; the limit is 10 s.',
    about:
      'The p99 over five minutes, over all instances and routes but those whose answer waits for commands that somebody asked for.',
    page: 'response-time-critical',
    inhibits: [{ alerts: ['ResponseTimeDegraded'], equal: [] }],
  },
  {
    name: 'ResponseTimeDegraded',
    severity: 'P2',
    requirements: ['R21'],
    expr: `${quantile(0.95)} > 2
or ${quantile(0.99)} > 5`,
    forMs: 5 * minuteMs,
    summary: 'Answers are slow: p95 above 2 s or p99 above 5 s, now {seconds}.',
    about:
      'p95 and p99 over five minutes, over all instances and routes but those whose answer waits for commands that somebody asked for. The value is the p95 when that is too high, else the p99.',
    page: 'response-time-degraded',
    inhibits: [],
  },
  {
    name: 'ErrorBudgetBurnFast',
    severity: 'P2',
    requirements: ['R21', 'R2'],
    expr: burn(14.4, '1h', '5m'),
    forMs: 2 * minuteMs,
    summary: 'The error budget of 30 days is burnt 14.4 times too fast: {percent} failed in an hour.',
    about:
      'Requests that failed, or probes that did, against the 0.1 % that an objective of 99.9 % leaves; at least five, because a share of a handful says nothing.',
    page: 'error-budget-burn-fast',
    inhibits: [{ alerts: ['ErrorBudgetBurnSlow'], equal: [] }],
  },
  {
    name: 'ErrorBudgetBurnSlow',
    severity: 'P2',
    requirements: ['R21', 'R2'],
    expr: burn(6, '6h', '30m'),
    forMs: 5 * minuteMs,
    summary: 'The error budget of 30 days is burnt six times too fast: {percent} failed in six hours.',
    about:
      'Closes the gap under the error rates: what stays below 1 % for hours uses the budget up all the same (C10).',
    page: 'error-budget-burn-slow',
    inhibits: [],
  },
] as const satisfies readonly AlertRule[]
