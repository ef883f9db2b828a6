/** A line of the host's list of the webhooks it sent. */
import type { DeliveryGuid } from '../../domain/delivery/delivery.ts'

export interface HostedDelivery {
  /** The host's 64-bit number, kept as text. */
  readonly id: string
  readonly guid: DeliveryGuid
  readonly event: string
  readonly action: string | null
  readonly deliveredAt: number
  readonly isRedelivery: boolean
  /** What we answered; 0 when nothing came. */
  readonly statusCode: number
}
