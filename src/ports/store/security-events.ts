/** Things that only happen when somebody tries something. Counted, kept, and looked at by the detectors. */
import type { AppName } from '../../domain/repository/repository.ts'

export type SecurityEventKind = 'bad-signature' | 'guid-replayed' | 'unknown-app'

export interface SecurityEvent {
  readonly kind: SecurityEventKind
  readonly app: AppName | null
  readonly at: number
  /** Facts for people; bounded, no secrets, no payload. */
  readonly detail: Readonly<Record<string, string>>
}

export interface SecurityEvents {
  record(event: SecurityEvent): Promise<void>
  list(since: number, limit: number): Promise<readonly SecurityEvent[]>
}
