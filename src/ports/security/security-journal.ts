/**
 * Where a part says that somebody tried something. Promise: `record` never rejects and nobody waits for it; however
 * many events there are, the store is not flooded, and the metric counts each.
 */
import type { SecurityEvent } from '../store/security-events.ts'

export interface SecurityJournal {
  record(event: Omit<SecurityEvent, 'at'>): void
}
