/** Every figure that the service gives out, each defined once. The meter refuses what is not listed here. */
export interface Indicator {
  readonly name: string
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly string[]
  /** Upper bounds of a histogram's buckets, in its unit. */
  readonly buckets?: readonly number[]
  /** Label values that are there from the start at 0: a rate over a counter that is born at 1 sees nothing. */
  readonly bornAt0?: readonly Readonly<Record<string, string>>[]
}

/** Seconds, up to a minute: an alert on "slower than 10 s" needs buckets beyond 10 s. */
const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 15, 30, 60] as const
const longSecondsBuckets = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600] as const

export const indicators = [
  {
    name: 'autogen_http_request_duration_seconds',
    kind: 'histogram',
    help: 'Time to answer an HTTP request.',
    labels: ['route', 'status'],
    buckets: secondsBuckets,
  },
  {
    name: 'autogen_deliveries_total',
    kind: 'counter',
    help: 'Webhooks by what became of them.',
    labels: ['event', 'result'],
  },
  {
    name: 'autogen_security_events_total',
    kind: 'counter',
    help: 'Things that only happen when somebody tries something.',
    labels: ['kind'],
    bornAt0: [{ kind: 'bad-signature' }, { kind: 'guid-replayed' }, { kind: 'unknown-app' }],
  },
  {
    name: 'autogen_jobs_total',
    kind: 'counter',
    help: 'Tries at jobs by what became of them.',
    labels: ['kind', 'outcome'],
    bornAt0: [
      { kind: 'review', outcome: 'published' },
      { kind: 'review', outcome: 'dead' },
    ],
  },
  {
    name: 'autogen_job_processing_seconds',
    kind: 'histogram',
    help: 'Time that one try at a job took.',
    labels: ['kind'],
    buckets: longSecondsBuckets,
  },
  {
    name: 'autogen_job_wait_seconds',
    kind: 'histogram',
    help: 'Time that a job waited for a worker.',
    labels: ['lane'],
    buckets: longSecondsBuckets,
  },
  {
    name: 'autogen_review_latency_seconds',
    kind: 'histogram',
    help: 'From the webhook to the published review.',
    labels: [],
    buckets: longSecondsBuckets,
  },
  {
    name: 'autogen_queue_jobs',
    kind: 'gauge',
    help: 'Job rows by state.',
    labels: ['state'],
  },
  {
    name: 'autogen_queue_waiting_jobs',
    kind: 'gauge',
    help: 'Waiting jobs by lane.',
    labels: ['lane'],
  },
  {
    name: 'autogen_queue_oldest_waiting_seconds',
    kind: 'gauge',
    help: 'Age of the oldest waiting job; 0 when none waits.',
    labels: [],
  },
  {
    name: 'autogen_reconciler_last_success_timestamp_seconds',
    kind: 'gauge',
    help: 'When a reconciler last finished.',
    labels: ['reconciler'],
  },
  {
    name: 'autogen_reconciler_recovered_total',
    kind: 'counter',
    help: 'What a reconciler brought back.',
    labels: ['reconciler'],
    bornAt0: [{ reconciler: 'rows' }, { reconciler: 'deliveries' }, { reconciler: 'heads' }],
  },
  {
    name: 'autogen_github_requests_total',
    kind: 'counter',
    help: 'Requests to the code host by what came of them.',
    labels: ['app', 'kind', 'result'],
  },
  {
    name: 'autogen_github_request_seconds',
    kind: 'histogram',
    help: 'Time that the code host took to answer.',
    labels: ['app', 'kind'],
    buckets: secondsBuckets,
  },
  {
    name: 'autogen_github_requests_saved_total',
    kind: 'counter',
    help: 'Requests that were not needed: the answer was kept, or the same one was in flight.',
    labels: ['app', 'how'],
  },
  {
    name: 'autogen_leader',
    kind: 'gauge',
    help: '1 in the process that leads.',
    labels: [],
  },
  {
    name: 'autogen_event_loop_delay_seconds',
    kind: 'gauge',
    help: 'Longest pause of the event loop in the last ten seconds.',
    labels: [],
  },
  {
    name: 'autogen_git_cache_bytes',
    kind: 'gauge',
    help: 'Size of the cache of git objects.',
    labels: [],
  },
] as const satisfies readonly Indicator[]
