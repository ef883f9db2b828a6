/**
 * What the service remembers. Promise: a call that returned has committed; what one call writes is written whole or not
 * at all; several processes may call at once. When the store cannot be reached a call throws `StoreUnavailable`: the
 * route wrapper answers 503, the worker loop hands its job back. `inbox.accept` gives it as a value, because there the
 * answer to the host depends on it.
 */
import type { AccessTokens } from './access-tokens.ts'
import type { AgentMemory } from './agent-memory.ts'
import type { CircuitRows } from './circuit-rows.ts'
import type { DatabaseServer } from './database-server.ts'
import type { Feedback } from './feedback.ts'
import type { Inbox } from './inbox.ts'
import type { IncidentRows } from './incidents.ts'
import type { Jobs } from './jobs.ts'
import type { Journal } from './journal.ts'
import type { Leadership } from './leadership.ts'
import type { LogLines } from './log-lines.ts'
import type { Maintenance } from './maintenance.ts'
import type { ModelLedger } from './model-ledger.ts'
import type { Notifications } from './notifications.ts'
import type { ProcessMemory } from './process-memory.ts'
import type { ProcessRuns } from './process-runs.ts'
import type { RateLedger } from './rate-ledger.ts'
import type { ReviewMemory } from './review-memory.ts'
import type { RunbookRuns } from './runbook-runs.ts'
import type { Samples } from './samples.ts'
import type { SecurityEvents } from './security-events.ts'
import type { Settings } from './settings.ts'

export interface Store {
  readonly inbox: Inbox
  readonly jobs: Jobs
  readonly reviews: ReviewMemory
  readonly feedback: Feedback
  readonly rates: RateLedger
  readonly circuits: CircuitRows
  readonly leadership: Leadership
  readonly settings: Settings
  readonly security: SecurityEvents
  readonly access: AccessTokens
  readonly journal: Journal
  readonly incidents: IncidentRows
  readonly logLines: LogLines
  readonly notifications: Notifications
  readonly runbookRuns: RunbookRuns
  readonly runs: ProcessRuns
  readonly server: DatabaseServer
  readonly maintenance: Maintenance
  readonly processMemory: ProcessMemory
  readonly samples: Samples
  readonly modelLedger: ModelLedger
  readonly agentMemory: AgentMemory
  /** Resolves when a write can be committed now. */
  check(): Promise<void>
  close(): Promise<void>
}
