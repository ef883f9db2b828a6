/** What becomes of the work: tries at jobs, reviews, how long each part took, what models cost. */
import { lanes } from '../../domain/job/lane.ts'
import { type Indicator, longSecondsBuckets } from './indicator.ts'

export const reviewIndicators = [
  {
    name: 'autogen_reviews_total',
    kind: 'counter',
    help: 'Accepted review requests by how they ended: published, rightly skipped, or failed (given up).',
    unit: 'count',
    labels: ['outcome'],
    bornAt0: [{ outcome: 'published' }, { outcome: 'skipped' }, { outcome: 'failed' }],
  },
  {
    name: 'autogen_jobs_total',
    kind: 'counter',
    help: 'Tries at jobs by what became of them.',
    unit: 'count',
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
    unit: 'seconds',
    labels: ['kind'],
    buckets: longSecondsBuckets,
    bornAt0: [{ kind: 'review' }],
  },
  {
    name: 'autogen_job_wait_seconds',
    kind: 'histogram',
    help: 'Time that a job waited for a worker.',
    unit: 'seconds',
    labels: ['lane'],
    buckets: longSecondsBuckets,
    bornAt0: lanes.map((lane) => ({ lane })),
  },
  {
    name: 'autogen_review_latency_seconds',
    kind: 'histogram',
    help: 'From the webhook to the published review.',
    unit: 'seconds',
    labels: [],
    buckets: longSecondsBuckets,
  },
  {
    name: 'autogen_review_stage_seconds',
    kind: 'histogram',
    help: 'Time that a stage of a review took: fetch, diff, analyse, judge, publish. What each analyser took stands in the review and its log line.',
    unit: 'seconds',
    labels: ['stage'],
    buckets: longSecondsBuckets,
  },
  {
    name: 'autogen_model_tokens_total',
    kind: 'counter',
    help: 'Tokens that language models read and wrote.',
    unit: 'count',
    labels: ['direction'],
    bornAt0: [{ direction: 'input' }, { direction: 'output' }],
    isAwaited: true,
  },
  {
    name: 'autogen_model_cost_dollars_total',
    kind: 'counter',
    help: 'What language models cost.',
    unit: 'dollars',
    labels: [],
    bornAt0: [{}],
    isAwaited: true,
  },
] as const satisfies readonly Indicator[]
