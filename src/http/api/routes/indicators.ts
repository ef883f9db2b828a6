/** Every figure that the service gives out, and what this process counts now. */
import { z } from 'zod'
import { succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import type { Operations } from '../operations.ts'
import { named } from '../shapes/registry.ts'

const Indicator = named(
  'Indicator',
  z.object({
    name: z.string(),
    kind: z.enum(['counter', 'gauge', 'histogram']),
    help: z.string(),
    unit: z.enum(['seconds', 'bytes', 'count', 'ratio', 'state', 'dollars']),
    labels: z.array(z.string()),
  }),
)

export function addIndicatorRoutes(add: AddRoute, { indicators }: Pick<Operations, 'indicators'>): void {
  add({
    id: 'listIndicators',
    method: 'GET',
    path: '/indicators',
    tag: 'status',
    summary: 'List every figure that there is; `/metrics` of each process gives the values.',
    answer: z.object({ indicators: z.array(Indicator) }),
    handle: async () => succeed({ indicators }),
  })
}
