/** Things that only happen when somebody tries something. Counted, kept, and looked at by the detectors. */
import type { AppName } from '../../domain/repository/repository.ts'

export type SecurityEventKind =
  | 'bad-signature'
  | 'guid-replayed'
  | 'unknown-app'
  /** The journal's hashes do not follow each other any more. */
  | 'audit-chain-broken'
  /** Somebody presented credentials that are none. */
  | 'login-failed'
  /** A secret of ours, or the decoy that stands beside them, was about to leave, or came back. */
  | 'canary-leaked'
  /** What reads hostile text reached for a file, a socket or a program. */
  | 'sandbox-escape'
  /** A repository's configuration asks for what would run its code or reach our secrets. */
  | 'forbidden-config'

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
