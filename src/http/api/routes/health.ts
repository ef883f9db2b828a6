/** The parts of the service, and how they are. */
import { z } from 'zod'
import { succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import type { Operations } from '../operations.ts'
import { named } from '../shapes/registry.ts'

const Status = z.enum(['ok', 'degraded', 'failing'])
const Health = named(
  'Health',
  z.object({
    status: Status,
    parts: z.record(z.string(), z.object({ status: Status, reason: z.string().optional() })),
  }),
)

export function addHealthSummaryRoute(add: AddRoute, { health }: Pick<Operations, 'health'>): void {
  add({
    id: 'readHealth',
    method: 'GET',
    path: '/health',
    tag: 'status',
    summary: 'Tell how each part of this process is.',
    about:
      'Always 200 when it could be asked; `/health` outside the API answers 503 when a vital part fails.',
    answer: Health,
    handle: async () => succeed(await health()),
  })
}
