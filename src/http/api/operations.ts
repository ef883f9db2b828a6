/**
 * What the API can ask for: the use cases of the service, the same that the command line calls. The composition root puts
 * them together.
 */
import type { Actor } from '../../domain/actor/actor.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { Tokens } from '../../ops/access/tokens.ts'
import type { AlertRule } from '../../ops/alerts/alert-rule.ts'
import type { CostQuery, CostReport } from '../../ops/costs/cost-report.ts'
import type { Incidents } from '../../ops/incidents/incidents.ts'
import type { Indicator } from '../../ops/indicators/indicator.ts'
import type { ChainVerdict } from '../../ops/journal/verify-chain.ts'
import type { KpiStatus } from '../../ops/kpis/kpi-status.ts'
import type { TaskStatus } from '../../ops/maintenance/scheduler.ts'
import type { Advice } from '../../ops/memory/advise.ts'
import type { MemoryReport } from '../../ops/memory/memory-report.ts'
import type { Mitigations } from '../../ops/mitigations/mitigations.ts'
import type { ReceivedAlerts } from '../../ops/notifications/receive-alertmanager.ts'
import type { PlannedStep, StepReport } from '../../ops/runbook/runbook.ts'
import type { RunbookPage } from '../../ops/runbook/runbook-page.ts'
import type { Journal } from '../../ports/store/journal.ts'
import type { MaintenanceReport } from '../../ports/store/maintenance.ts'
import type { NotifierHealth, Outgoing, OutgoingState } from '../../ports/store/notifications.ts'
import type { RunbookRun } from '../../ports/store/runbook-runs.ts'
import type { Health } from '../health.ts'
import type { ApiFailure } from './problem.ts'
import type { Waited } from './within.ts'

type Asked<Value> = Promise<Outcome<Value, ApiFailure>>
/** May take longer than anybody waits. */
type LongAsked<Value> = Promise<Waited<Outcome<Value, ApiFailure>>>

export interface Operations {
  /** Part by part, as `/health` says it. */
  readonly health: () => Promise<Health>
  readonly indicators: readonly Indicator[]
  readonly kpis: (window: '1h' | '24h' | '30d') => Promise<KpiStatus>
  readonly cost: (query: CostQuery) => Promise<CostReport>
  readonly alerts: {
    readonly rules: readonly AlertRule[]
    readonly overview: () => Promise<AlertOverview>
  }
  readonly incidents: Pick<Incidents, 'list' | 'show' | 'command' | 'declare' | 'report' | 'recoveryTimes'>
  readonly notifications: {
    readonly list: (states: readonly OutgoingState[], limit: number) => Promise<readonly Outgoing[]>
    readonly health: () => Promise<readonly NotifierHealth[]>
    /** Sends now. @param notifier null: every one */
    readonly test: (notifier: string | null, actor: Actor) => Asked<readonly NotifierTest[]>
    readonly retryDead: (ids: readonly number[] | null, actor: Actor) => Promise<number>
  }
  readonly receiveAlertmanager: (payload: unknown) => Asked<ReceivedAlerts>
  readonly runbook: {
    readonly pages: () => Promise<readonly (RunbookPage & { readonly isOverdue: boolean })[]>
    readonly plan: (request: StepRequest) => Asked<PlannedStep>
    readonly run: (
      request: StepRequest & { readonly incident: number | null; readonly isConfirmed: boolean },
    ) => LongAsked<StepReport>
    readonly runs: (page: string | null, limit: number) => Promise<readonly RunbookRun[]>
  }
  readonly mitigations: Mitigations
  readonly maintenance: {
    readonly status: () => Promise<readonly TaskStatus[]>
    readonly run: (task: string, actor: Actor) => LongAsked<MaintenanceReport>
    readonly reports: (task: string | null, limit: number) => Promise<readonly MaintenanceReport[]>
  }
  readonly memory: {
    readonly status: () => Promise<readonly MemoryStatus[]>
    readonly snapshot: (
      instance: string | null,
      actor: Actor,
    ) => LongAsked<{ readonly instance: string; readonly path: string; readonly bytes: number }>
  }
  readonly audit: Pick<Journal, 'list'> & { readonly verify: () => Promise<ChainVerdict> }
  readonly tokens: Tokens
}

interface StepRequest {
  readonly page: string
  readonly step: string
  readonly parameters: Readonly<Record<string, string>>
  readonly actor: Actor
}

interface MemoryStatus {
  readonly report: MemoryReport
  readonly ageMs: number
  readonly perHour: { readonly bytes: number; readonly min: number; readonly max: number } | null
  readonly advice: readonly Advice[]
}

interface NotifierTest {
  readonly name: string
  readonly ok: boolean
  readonly words: string | null
}

interface AlertOverview {
  readonly evaluatedAt: number | null
  readonly alerts: readonly {
    readonly alert: string
    readonly severity: AlertRule['severity']
    readonly requirements: readonly string[]
    readonly page: string
    readonly state: 'inactive' | 'pending' | 'firing'
    readonly instances: readonly {
      readonly state: 'pending' | 'firing'
      readonly labels: Readonly<Record<string, string>>
      readonly summary: string
      readonly value: number | null
      readonly activeAt: number
      readonly firingAt: number | null
      readonly inhibitedBy: readonly string[]
    }[]
  }[]
}
