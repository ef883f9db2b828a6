/** Reviews on their way: how late events come, how long jobs wait and take, what is left of the host's budget. */
import type { Kpi, SeriesKpi } from './kpi.ts'

const noJobs = 'No worker took a job in this window.'

export const workKpis: readonly Kpi[] = [
  {
    id: 'queue-wait-p95',
    requirements: ['R12'],
    title: 'Queue wait p95',
    unit: 'seconds',
    measured: 'Time from a job being ready until a worker took it.',
    target: null,
    isMoreBetter: false,
    source: p95('autogen_job_wait_seconds', ['lane']),
    silence: noJobs,
  },
  {
    id: 'processing-p95',
    requirements: ['R12'],
    title: 'Queue processing p95',
    unit: 'seconds',
    measured: 'Time that one try at a job took.',
    target: null,
    isMoreBetter: false,
    source: p95('autogen_job_processing_seconds', ['kind']),
    silence: noJobs,
  },
  {
    id: 'oldest-waiting',
    requirements: ['R12'],
    title: 'Oldest waiting job',
    unit: 'seconds',
    measured: 'The greatest age that the oldest waiting job had in the window.',
    target: { operator: '<=', value: 600 },
    isMoreBetter: false,
    source: {
      kind: 'series',
      windowMs: null,
      promql: (window) => `max(max_over_time(autogen_queue_oldest_waiting_seconds[${window}]))`,
      parts: null,
    },
    silence: 'No process of the leader role looked at the queue in this window.',
  },
  {
    id: 'queue-length',
    requirements: ['R12', 'R101'],
    title: 'Queue length',
    unit: 'jobs',
    measured: 'The most jobs that waited at once in the window, by lane.',
    target: { operator: '<=', value: 100 },
    isMoreBetter: false,
    source: {
      kind: 'series',
      windowMs: null,
      promql: (window) => `max(max_over_time(autogen_queue_jobs{state="waiting"}[${window}]))`,
      parts: {
        by: ['lane'],
        promql: (window) => `max by (lane) (max_over_time(autogen_queue_waiting_jobs[${window}]))`,
      },
    },
    silence: 'No process of the leader role looked at the queue in this window.',
  },
  {
    id: 'event-age-p95',
    requirements: ['R12'],
    title: 'Event age p95',
    unit: 'seconds',
    measured: 'Age of an event when its webhook arrived: how late the host delivers.',
    target: null,
    isMoreBetter: false,
    source: p95('autogen_event_age_seconds', []),
    silence: 'No webhook that tells its time arrived in this window.',
  },
  {
    id: 'review-latency-p95',
    requirements: ['R9'],
    title: 'Review latency p95',
    unit: 'seconds',
    measured: 'From the webhook to the published review.',
    target: null,
    isMoreBetter: false,
    source: p95('autogen_review_latency_seconds', []),
    silence: 'No review was published in this window.',
  },
  {
    id: 'github-budget',
    requirements: ['R54'],
    title: 'GitHub budget left',
    unit: 'share',
    measured:
      'The smallest share of the hourly budget that was left in the window, of the installation that had least.',
    target: { operator: '>=', value: 0.1 },
    isMoreBetter: true,
    source: {
      kind: 'series',
      windowMs: null,
      promql: (window) => `min(min_over_time(autogen_github_budget_remaining_ratio[${window}]))`,
      parts: {
        by: ['app', 'resource'],
        promql: (window) =>
          `min by (app, resource) (min_over_time(autogen_github_budget_remaining_ratio[${window}]))`,
      },
    },
    silence: 'The host was not asked for anything in this window.',
  },
]

function p95(metric: string, by: readonly string[]): SeriesKpi {
  const of = (labels: readonly string[]) => (window: string) =>
    `histogram_quantile(0.95, sum by (${['le', ...labels].join(', ')}) (rate(${metric}_bucket[${window}])))`
  return {
    kind: 'series',
    windowMs: null,
    promql: of([]),
    parts: by.length === 0 ? null : { by, promql: of(by) },
  }
}
