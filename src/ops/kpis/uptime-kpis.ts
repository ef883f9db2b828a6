/** Whether webhooks get through, and how much of what may fail is left. */
import type { ServiceObjectives } from '../../config/service/service-record.ts'
import type { Kpi } from './kpi.ts'

export const budgetWindowMs = 30 * 86_400_000

const uptime = (window: string) =>
  `sum(sum_over_time(autogen_probe_success[${window}]))
  / sum(count_over_time(autogen_probe_success[${window}]))`

/** Downtime that the objective leaves in 30 days. */
export function budgetMs({ availability }: Pick<ServiceObjectives, 'availability'>): number {
  return (1 - availability) * budgetWindowMs
}

export function uptimeKpis(objectives: ServiceObjectives): readonly Kpi[] {
  const budgetSeconds = Math.max(1, Math.round(budgetMs(objectives) / 1_000))
  return [
    {
      id: 'uptime',
      requirements: ['R5', 'R2'],
      title: 'Uptime',
      unit: 'share',
      measured:
        'Share of the time in which a synthetic webhook went through HTTP, signature check and commit; time in which no process took webhooks counts as down.',
      target: { operator: '>=', value: objectives.availability },
      isMoreBetter: true,
      source: { kind: 'series', windowMs: null, promql: uptime, parts: null },
      silence: 'No synthetic webhook was sent in this window: no process that takes webhooks ran.',
    },
    {
      id: 'error-budget',
      requirements: ['R2'],
      title: 'Error budget left, 30 days',
      unit: 'error budget',
      measured: 'Share of the downtime that the objective leaves in 30 days and that was not used up.',
      target: { operator: '>', value: 0 },
      isMoreBetter: true,
      source: {
        kind: 'series',
        windowMs: budgetWindowMs,
        promql: (window, seconds) => `1 - (1 - (${uptime(window)})) * ${seconds} / ${budgetSeconds}`,
        parts: null,
      },
      silence: 'No synthetic webhook was sent in 30 days: no process that takes webhooks ran.',
    },
  ]
}
