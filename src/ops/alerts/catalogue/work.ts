/** Reviews that do not come, and work that does not move. */
import { type AlertRule, minuteMs } from '../alert-rule.ts'

export const workAlerts = [
  {
    name: 'ReviewSuccessLow',
    severity: 'P2',
    requirements: ['R21', 'R6'],
    expr: `sum(rate(autogen_reviews_total{outcome=~"published|skipped"}[5m]))
  / sum(rate(autogen_reviews_total[5m])) < 0.995`,
    forMs: 5 * minuteMs,
    summary: 'Only {percent} of the accepted reviews end well; the target is 99.5 %.',
    about:
      'Published or rightly skipped, over all that ended in five minutes. A single failed review is not enough.',
    page: 'review-success-low',
    inhibits: [],
  },
  {
    name: 'QueueStuck',
    severity: 'P2',
    requirements: ['R12', 'R73'],
    expr: `max(autogen_queue_oldest_waiting_seconds) > 600
unless max(autogen_intake_paused) == 1`,
    forMs: minuteMs,
    summary: 'The oldest job has waited for {duration}; the limit is 10 min.',
    about: 'Silent while somebody has paused the queue; QueueBacklog reminds of a pause that was forgotten.',
    page: 'queue-stuck',
    inhibits: [{ alerts: ['QueueBacklog'], equal: [] }],
  },
  {
    name: 'QueueBacklog',
    severity: 'P3',
    requirements: ['R101'],
    // Every process that may lead counts the same rows.
    expr: 'max(autogen_queue_jobs{state="waiting"}) > 100',
    forMs: 2 * minuteMs,
    summary: '{number} jobs wait; the limit is 100.',
    about: 'The time to add workers, see the page on scaling.',
    page: 'queue-backlog',
    inhibits: [],
  },
  {
    name: 'ReconcilerStale',
    severity: 'P2',
    requirements: ['R72', 'R73'],
    expr: `time() - max by (reconciler) (autogen_reconciler_last_success_timestamp_seconds{reconciler="rows"}) > 120
or time() - max by (reconciler) (autogen_reconciler_last_success_timestamp_seconds{reconciler="deliveries"}) > 900
or time() - max by (reconciler) (autogen_reconciler_last_success_timestamp_seconds{reconciler="heads"}) > 3600
or absent(autogen_reconciler_last_success_timestamp_seconds{reconciler="rows"})`,
    forMs: 2 * minuteMs,
    summary:
      'The reconciler "{reconciler}" has not finished for too long: what was lost is not brought back.',
    about:
      'Jobs without an entry in the queue (2 min), webhooks that never arrived (15 min), heads that were not reviewed (1 h). Fires too when nobody leads.',
    page: 'reconciler-stale',
    inhibits: [],
  },
] as const satisfies readonly AlertRule[]
