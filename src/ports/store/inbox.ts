/** Deliveries as they came. Promise: a delivery and its job are committed together, once, before anyone is answered. */
import type { Delivery, DeliveryGuid, DeliveryState, NewDelivery } from '../../domain/delivery/delivery.ts'
import type { NewJob } from '../../domain/job/job.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { AppName } from '../../domain/repository/repository.ts'
import type { QueueEntry } from '../queue/queue.ts'

export interface Inbox {
  /**
   * Committed to disk before it returns, together with others that come at the same time. A job that already waits under the same key takes this one in
   * (its lane becomes the more urgent of both); `cancelsActive` marks an active one. One that is active does not take it
   * in: a second row waits behind it. Of both tasks the newer stays, but one that is to be done in full stays so. A row that
   * a worker parked keeps its time, unless the new one is a command; one that was asked for with a delay takes the earlier.
   */
  accept(delivery: NewDelivery, job: NewJob | null): Promise<Outcome<Acceptance, InboxFailure>>
  find(app: AppName, guid: DeliveryGuid): Promise<Delivery | null>
  /** Which of these we have. */
  known(app: AppName, guids: readonly DeliveryGuid[]): Promise<ReadonlySet<DeliveryGuid>>
  /** Newest first, without those of the synthetic probe. */
  list(limit: number): Promise<readonly Delivery[]>
  /** Removes what the synthetic probes of all processes have left. */
  removeProbes(): Promise<void>
}

export type Acceptance =
  /** `entry` is what to put into the queue; null when there is nothing to put: ignored, behind an active job, or taken in by one that waits. */
  | { readonly kind: 'stored'; readonly entry: QueueEntry | null }
  /** We have it already, with the same body; its job is not dead. */
  | { readonly kind: 'known'; readonly state: DeliveryState }
  /** We had it, but its job is dead: it begins again. */
  | { readonly kind: 'revived'; readonly entry: QueueEntry | null }
  /** The same GUID with another body: somebody plays games. Nothing was written. */
  | { readonly kind: 'conflict' }

export interface InboxFailure {
  readonly kind: 'store-unavailable'
  readonly message: string
  readonly remedy: string
}
