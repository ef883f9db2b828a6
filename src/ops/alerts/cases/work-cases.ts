import { type AlertCase, fires, story } from './alert-case.ts'

const reviews = (outcome: string) => `autogen_reviews_total{instance="a",outcome="${outcome}"}`
const oldest = (instance: string) => `autogen_queue_oldest_waiting_seconds{instance="${instance}"}`
const waiting = (instance: string) => `autogen_queue_jobs{instance="${instance}",state="waiting"}`
const reconciled = (name: string) =>
  `autogen_reconciler_last_success_timestamp_seconds{instance="a",reconciler="${name}"}`

export const workCases: readonly AlertCase[] = [
  story(
    'ReviewSuccessLow',
    'one review in ten is given up',
    '18m',
    {
      [reviews('published')]: '0+8x40',
      [reviews('skipped')]: '0+1x40',
      [reviews('failed')]: '0x4 1+1x9 10x40',
    },
    fires('7m30s', '12m'),
  ),
  story('ReviewSuccessLow', 'a single review of two is given up', '15m', {
    [reviews('published')]: '0x8 1x40',
    [reviews('skipped')]: '0x40',
    [reviews('failed')]: '0x4 1x40',
  }),
  story('ReviewSuccessLow', 'no review at all', '15m', {
    [reviews('published')]: '7x40',
    [reviews('skipped')]: '0x40',
    [reviews('failed')]: '2x40',
  }),
  story(
    'QueueStuck',
    'nothing is taken from the queue',
    '20m',
    { [oldest('a')]: '0+30x30 0x20', 'autogen_intake_paused{instance="a"}': '0x60' },
    fires('11m30s', '15m30s'),
  ),
  story('QueueStuck', 'somebody has paused the queue', '20m', {
    [oldest('a')]: '0+30x60',
    'autogen_intake_paused{instance="a"}': '1x60',
  }),
  story('QueueStuck', 'jobs wait for nine minutes', '20m', { [oldest('a')]: '0+30x19 0+30x19 0x20' }),
  story(
    'QueueBacklog',
    'more jobs than workers',
    '10m',
    { [waiting('a')]: '90 101 150x9 20x20', [waiting('b')]: '90 101 150x9 20x20' },
    fires('2m30s', '6m'),
  ),
  story('QueueBacklog', 'a hundred jobs, counted by two processes', '10m', {
    [waiting('a')]: '100x60',
    [waiting('b')]: '100x60',
  }),
  story(
    'ReconcilerStale',
    'the rows are not looked through any more',
    '15m',
    { [reconciled('rows')]: '0+30x10 300x30', [reconciled('deliveries')]: '0+30x60' },
    fires('9m30s', null, { reconciler: 'rows' }),
  ),
  story(
    'ReconcilerStale',
    'nobody leads',
    '10m',
    { 'autogen_leader{instance="a"}': '0x60' },
    fires('2m', null, { reconciler: 'rows' }),
  ),
  story('ReconcilerStale', 'each at its own pace', '70m', {
    [reconciled('rows')]: '0+30x150',
    [reconciled('deliveries')]: '0x20 600x20 1200x20 1800x20 2400x20 3000x20 3600x40',
    [reconciled('heads')]: '0x100 3000x60',
  }),
]
