/** The store over PostgreSQL. Opening it connects to nothing: a server that is away is met by the first call. */
import type { PoolConfig } from 'pg'
import type { Log } from '../../ports/log/log.ts'
import type { Store } from '../../ports/store/store.ts'
import { createAccessTokens } from './access-tokens.ts'
import { createAgentMemory } from './agent-memory.ts'
import { createCircuitRows } from './circuit-rows.ts'
import { openDatabase, type Statement } from './database.ts'
import { createDatabaseServer } from './database-server.ts'
import { createFeedback } from './feedback.ts'
import { createInbox } from './inbox.ts'
import { createIncidentRows } from './incidents.ts'
import { createJobs } from './jobs.ts'
import { createJournal, createJournalChain } from './journal.ts'
import { createLeadership } from './leadership.ts'
import { createLogLines } from './log-lines.ts'
import { createMaintenance } from './maintenance.ts'
import { createModelLedger } from './model-ledger.ts'
import { createNotifications } from './notifications.ts'
import { createProcessMemory } from './process-memory.ts'
import { createProcessRuns } from './process-runs.ts'
import { createRateLedger } from './rate-ledger.ts'
import { createReviewMemory } from './review-memory.ts'
import { createRunbookRuns } from './runbook-runs.ts'
import { createSamples } from './samples.ts'
import { createSecurityEvents } from './security-events.ts'
import { createSettings } from './settings.ts'

export interface StoreRequest {
  readonly connection: PoolConfig
  readonly log: Log
  /** Connections for everything but leadership, which has one of its own. Default 10. */
  readonly poolMax?: number
  /** A statement that takes longer fails as `StoreUnavailable`. Default 5,000. */
  readonly statementTimeoutMs?: number
  /** The same for getting a connection. Default 2,000. */
  readonly connectTimeoutMs?: number
  /** After a leader's death another one waits this long at most. Default 6,000. */
  readonly leadershipLeaseMs?: number
}

const checkWrite: Statement = {
  name: 'check_write',
  text: 'update write_checks set written_at = clock_timestamp()',
}

export async function openStore(request: StoreRequest): Promise<Store> {
  const {
    connection,
    log,
    poolMax = 10,
    statementTimeoutMs = 5_000,
    connectTimeoutMs = 2_000,
    leadershipLeaseMs = 6_000,
  } = request
  const database = openDatabase({ connection, poolMax, statementTimeoutMs, connectTimeoutMs, log })
  const chain = createJournalChain()
  const { leadership, close } = createLeadership({ connection, log, leaseMs: leadershipLeaseMs })
  return {
    inbox: createInbox(database),
    jobs: createJobs(database),
    reviews: createReviewMemory(database),
    feedback: createFeedback(database),
    rates: createRateLedger(database),
    circuits: createCircuitRows(database),
    settings: createSettings(database),
    security: createSecurityEvents(database),
    access: createAccessTokens(database),
    journal: createJournal(database, chain),
    incidents: createIncidentRows(database, chain),
    logLines: createLogLines(database),
    notifications: createNotifications(database),
    runbookRuns: createRunbookRuns(database),
    runs: createProcessRuns(database),
    server: createDatabaseServer(database),
    maintenance: createMaintenance(database),
    processMemory: createProcessMemory(database),
    samples: createSamples(database),
    modelLedger: createModelLedger(database),
    agentMemory: createAgentMemory(database),
    leadership,
    async check() {
      await database.run(checkWrite, [])
    },
    async close() {
      await close()
      await database.close()
    },
  }
}
