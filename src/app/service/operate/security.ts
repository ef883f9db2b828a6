/** What somebody tried, as it was written down. */
import type { SecurityEvent } from '../../../ports/store/security-events.ts'
import type { Backbone } from '../backbone.ts'
import { clock } from '../open-backbone.ts'

export type { SecurityEvent }

/** @returns newest first */
export function listSecurityEvents(
  { store }: Pick<Backbone, 'store'>,
  lastMs: number,
  limit: number,
): Promise<readonly SecurityEvent[]> {
  return store.security.list(clock.now() - lastMs, limit)
}
