/** Where Alertmanager sends what fires. Its form is read by whoever takes it in: rules of others may have put anything there. */
import { z } from 'zod'
import { succeed } from '../../../domain/outcome.ts'
import type { AddRoute } from '../add-route.ts'
import type { Operations } from '../operations.ts'

const bodyBytesMax = 2 * 1_048_576

export function addAlertmanagerRoute(
  add: AddRoute,
  { receiveAlertmanager }: Pick<Operations, 'receiveAlertmanager'>,
): void {
  add({
    id: 'receiveAlertmanager',
    method: 'POST',
    path: '/alertmanager',
    tag: 'alerts',
    summary: 'Take in a webhook of Alertmanager, version 4.',
    about: 'An alert that cannot be read is left out and counted; the others are taken in.',
    body: z.looseObject({ version: z.literal('4'), alerts: z.array(z.unknown()).max(500) }),
    bodyBytesMax,
    answer: z.object({
      received: z.int(),
      leftOut: z.object({ count: z.int(), reason: z.string().nullable() }),
      truncated: z.int(),
    }),
    handle: async ({ body }) => {
      const received = await receiveAlertmanager(body)
      if (!received.ok) return received
      const { alerts, leftOut, truncated } = received.value
      return succeed({ received: alerts.length, leftOut, truncated })
    },
  })
}
