/** Whether anybody is there at all, and whether the watch itself sees. */
import { type AlertRule, minuteMs } from '../alert-rule.ts'

export const availabilityAlerts = [
  {
    name: 'ServiceDown',
    severity: 'P1',
    requirements: ['R17'],
    // The best of all web processes: one that fails among several is an error rate.
    expr: `max(autogen_probe_success) == 0
or absent(autogen_probe_success)`,
    forMs: 5 * minuteMs,
    summary: 'No webhook gets through: every probe of the intake has failed, or nobody probes any more.',
    about:
      'A synthetic webhook goes through HTTP, signature check and commit every 15 s. Down is what none of them passes.',
    page: 'service-down',
    inhibits: [
      {
        alerts: [
          'ErrorRateCritical',
          'ErrorRateHigh',
          'ResponseTimeCritical',
          'ResponseTimeDegraded',
          'ReviewSuccessLow',
          'ErrorBudgetBurnFast',
          'ErrorBudgetBurnSlow',
          'QueueStuck',
          'QueueBacklog',
          'ReconcilerStale',
          'MetricsAbsent',
        ],
        equal: [],
      },
    ],
  },
  {
    name: 'MetricsAbsent',
    severity: 'P3',
    requirements: ['R10', 'R12', 'R13', 'R14', 'R15', 'R16'],
    // Each part has labels of its own, so that the alert says which figure is missing.
    expr: `absent(autogen_resource_utilization_ratio{resource="memory"})
or absent(autogen_queue_jobs{state="waiting"})
or absent(autogen_dependency_up{dependency="store"})
or time() - max(autogen_watch_last_evaluation_timestamp_seconds) > 120
or absent(autogen_watch_last_evaluation_timestamp_seconds)`,
    forMs: 5 * minuteMs,
    summary: 'Figures that alerts stand on are missing, or the built-in watch has stopped.',
    about:
      'An alert over a figure that nobody gives is silent for the wrong reason. The labels name the figure; without labels it is the watch.',
    page: 'metrics-absent',
    inhibits: [],
  },
  {
    name: 'Watchdog',
    severity: 'none',
    requirements: ['R17'],
    expr: 'vector(1)',
    forMs: 0,
    summary: 'The watch is alive. When this stops, nobody watches.',
    about: 'Fires always and goes to the heartbeat: whoever receives it raises the alarm when it stays away.',
    page: 'watchdog',
    inhibits: [],
  },
] as const satisfies readonly AlertRule[]
