/** One webhook as the host delivered it. */
import type { Brand } from '../brand.ts'
import type { AppName, InstallationId, RepositoryId } from '../repository/repository.ts'

/** The host's GUID of a delivery; a redelivery keeps it. */
export type DeliveryGuid = Brand<string, 'DeliveryGuid'>

/**
 * `accepted`: its job is not over; `done`: its job is over; `ignored`: nothing to do, `reason` says why; `failed`: its
 * job is dead, so that a redelivery begins it again.
 */
export type DeliveryState = 'accepted' | 'done' | 'ignored' | 'failed'

export interface NewDelivery {
  readonly app: AppName
  readonly guid: DeliveryGuid
  readonly event: string
  readonly action: string | null
  readonly installation: InstallationId | null
  readonly repositoryId: RepositoryId | null
  /** `owner/name`, for people. */
  readonly repository: string | null
  readonly pullNumber: number | null
  /** SHA-256 of the raw body, 64 hexadecimal digits. */
  readonly bodyHash: string
  /** The body, valid UTF-8. */
  readonly payload: string
  readonly receivedAt: number
  /** Why nothing is to be done; null when a job goes with it. */
  readonly ignoredBecause: string | null
}

export interface Delivery extends Omit<NewDelivery, 'payload' | 'ignoredBecause'> {
  readonly state: DeliveryState
  readonly reason: string | null
  /** Times the host sent it again. */
  readonly repeats: number
}
