/** What waits, for how long, and whether what was lost is brought back. */
import type { Indicator } from './indicator.ts'

export const queueIndicators = [
  {
    name: 'autogen_queue_jobs',
    kind: 'gauge',
    help: 'Job rows by state.',
    unit: 'count',
    labels: ['state'],
  },
  {
    name: 'autogen_queue_waiting_jobs',
    kind: 'gauge',
    help: 'Waiting jobs by lane.',
    unit: 'count',
    labels: ['lane'],
  },
  {
    name: 'autogen_queue_oldest_waiting_seconds',
    kind: 'gauge',
    help: 'Age of the oldest waiting job; 0 when none waits.',
    unit: 'seconds',
    labels: [],
  },
  {
    name: 'autogen_reconciler_last_success_timestamp_seconds',
    kind: 'gauge',
    help: 'When a reconciler last finished.',
    unit: 'seconds',
    labels: ['reconciler'],
  },
  {
    name: 'autogen_reconciler_recovered_total',
    kind: 'counter',
    help: 'What a reconciler brought back.',
    unit: 'count',
    labels: ['reconciler'],
    bornAt0: [{ reconciler: 'rows' }, { reconciler: 'deliveries' }, { reconciler: 'heads' }],
  },
  {
    name: 'autogen_leader',
    kind: 'gauge',
    help: '1 in the process that leads.',
    unit: 'state',
    labels: [],
  },
  {
    name: 'autogen_intake_paused',
    kind: 'gauge',
    help: '1 while somebody has switched the intake off: webhooks are stored and no job is begun.',
    unit: 'state',
    labels: [],
  },
] as const satisfies readonly Indicator[]
