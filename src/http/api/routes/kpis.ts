/** How well the service did: each indicator with its target, over a window. */
import { z } from 'zod'
import { succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import type { Operations } from '../operations.ts'
import { named } from '../shapes/registry.ts'
import { Time } from '../shapes/time.ts'

const Kpi = named(
  'Kpi',
  z.object({
    id: z.string(),
    requirements: z.array(z.string()),
    title: z.string(),
    measured: z.string(),
    unit: z.string(),
    value: z.number().nullable(),
    text: z.string().describe('The value as people read it; for no value, why.'),
    target: z.string().nullable(),
    verdict: z.enum(['met', 'missed', 'no-target', 'no-data']),
    isMoreBetter: z.boolean().nullable(),
    parts: z.array(
      z.object({ labels: z.record(z.string(), z.string()), value: z.number(), text: z.string() }),
    ),
  }),
)

export function addKpiRoutes(add: AddRoute, { kpis }: Pick<Operations, 'kpis'>): void {
  add({
    id: 'readKpis',
    method: 'GET',
    path: '/kpis',
    tag: 'status',
    summary: 'Tell how the service did against its targets.',
    query: z.object({ window: z.enum(['1h', '24h', '30d']).default('24h') }),
    answer: z.object({
      from: Time,
      to: Time,
      observedFrom: Time.nullable().describe('The first sample in the window; null: there is none.'),
      kpis: z.array(Kpi),
    }),
    handle: async ({ query: { window } }) => succeed(await kpis(window)),
  })
}
