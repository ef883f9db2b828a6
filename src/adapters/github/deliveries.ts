/** GitHub's own list of the webhooks it sent to this App. */
import { z } from 'zod'
import type { DeliveryGuid } from '../../domain/delivery/delivery.ts'
import { succeed } from '../../domain/outcome.ts'
import type { Deliveries } from '../../ports/code-host/code-host.ts'
import type { HostedDelivery } from '../../ports/code-host/hosted-delivery.ts'
import { Anything, type Api } from './api/create-api.ts'
import { refusedInput } from './api/failures.ts'

/** A 64-bit number: text as soon as it has more digits than JavaScript's numbers hold. */
const DeliveryId = z.union([z.int().nonnegative().transform(String), z.string().regex(/^\d{1,20}$/)])

export const DeliveryListAnswer = z.array(
  z.object({
    id: DeliveryId,
    guid: z.string().min(1).max(100),
    event: z.string(),
    action: z.string().nullable(),
    delivered_at: z.iso.datetime({ offset: true }),
    redelivery: z.boolean(),
    status_code: z.int(),
  }),
)

export function createDeliveries(api: Api): Deliveries {
  return {
    async list(cursor, signal) {
      if (cursor !== null && !/^[\w.:=+/-]{1,300}$/.test(cursor)) return refusedInput('The cursor')
      const answer = await api.call({
        installation: null,
        route: 'GET /app/hook/deliveries',
        parameters: { per_page: 100, ...(cursor === null ? {} : { cursor }) },
        schema: DeliveryListAnswer,
        signal,
      })
      if (!answer.ok) return answer
      const { value, headers } = answer.value
      return succeed({ deliveries: value.map(toHosted), next: nextCursor(headers.link) })
    },

    async redeliver(id, signal) {
      if (!/^\d{1,20}$/.test(id)) return refusedInput('The number of the delivery')
      const answer = await api.call({
        installation: null,
        route: 'POST /app/hook/deliveries/{delivery_id}/attempts',
        parameters: { delivery_id: id },
        schema: Anything,
        signal,
      })
      return answer.ok ? succeed(undefined) : answer
    },
  }
}

function toHosted(listed: z.infer<typeof DeliveryListAnswer>[number]): HostedDelivery {
  return {
    id: listed.id,
    guid: listed.guid as DeliveryGuid,
    event: listed.event,
    action: listed.action,
    deliveredAt: Date.parse(listed.delivered_at),
    isRedelivery: listed.redelivery,
    statusCode: listed.status_code,
  }
}

/** `<https://.../deliveries?per_page=100&cursor=v1_1>; rel="next"`: of the address only the cursor is believed. */
function nextCursor(link: string | undefined): string | null {
  const address = /<([^<>]{1,2000})>;\s*rel="next"/.exec(link ?? '')?.[1]
  return address !== undefined && URL.canParse(address) ? new URL(address).searchParams.get('cursor') : null
}
