/** A webhook that was sent, or tried to be; kept for three days, by an id beyond what a JavaScript number holds. */
import type { App } from '../apps/app.ts'
import type { Schemas } from '../world/schemas.ts'

export const deliveriesKeptMs = 3 * 24 * 3_600_000

export interface Delivery {
  readonly id: bigint
  readonly guid: string
  readonly app: App
  readonly event: string
  readonly action: string | null
  readonly installationId: number | null
  readonly repositoryId: number | null
  readonly isRedelivery: boolean
  readonly deliveredMs: number
  readonly url: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly payload: string
  /** Empty until the attempt has ended. */
  status: string
  statusCode: number
  durationMs: number
  responseHeaders: Readonly<Record<string, string>>
  responseBody: string
}

export function isSuccess(delivery: Delivery): boolean {
  return delivery.statusCode >= 200 && delivery.statusCode < 300
}

export function renderDeliveryItem(delivery: Delivery): Schemas['hook-delivery-item'] {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: new Date(delivery.deliveredMs).toISOString(),
    redelivery: delivery.isRedelivery,
    duration: Math.round(delivery.durationMs) / 1000,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  }
}

export type RenderedDelivery = Omit<Schemas['hook-delivery'], 'id'> & { readonly id: number | bigint }

export function renderDelivery(delivery: Delivery): RenderedDelivery {
  const { installation_id, repository_id, ...item } = renderDeliveryItem(delivery)
  return {
    ...item,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    url: delivery.url,
    request: { headers: { ...delivery.requestHeaders }, payload: JSON.parse(delivery.payload) },
    response: { headers: { ...delivery.responseHeaders }, payload: delivery.responseBody },
  }
}
