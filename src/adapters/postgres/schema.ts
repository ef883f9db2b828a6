/**
 * The tables as Kysely sees them, those at least that are read and written by plain statements. Times are read as
 * milliseconds and written as ISO text, 64-bit integers are read as text.
 */
import type { ColumnType, Generated } from 'kysely'

type Time = ColumnType<number, string, string>
type Big = ColumnType<string, number | string, number | string>

export interface Schema {
  readonly jobs: JobsTable
  readonly deliveries: DeliveriesTable
  readonly reviews: ReviewsTable
  readonly open_checks: PullRequestColumns & { readonly check_run: Big; readonly head: string }
  readonly dismissals: DismissalsTable
  readonly pauses: PullRequestColumns & { readonly paused_by: string }
  readonly feedback: FeedbackTable
  readonly feedback_repositories: RepositoryColumns & { readonly said_at: Time }
  readonly demotions: DemotionsTable
  readonly rate_windows: RateWindowsTable
  readonly rate_pauses: AccountColumns & { readonly until_time: Time }
  readonly circuits: CircuitsTable
  readonly settings: { readonly name: string; readonly value: string; readonly written_at: Generated<Time> }
  readonly security_events: SecurityEventsTable
  readonly journal: JournalTable
  readonly incident_messages: {
    readonly id: Generated<string>
    readonly incident: Big
    readonly message: string
  }
  readonly incident_evidence: IncidentEvidenceTable
  readonly log_lines: LogLinesTable
  readonly leadership: LeadershipTable
  readonly runbook_runs: RunbookRunsTable
  readonly notifier_health: NotifierHealthTable
  readonly used_ack_links: UsedAckLinksTable
  readonly access_tokens: AccessTokensTable
  readonly access_sessions: AccessSessionsTable
  readonly sample_layouts: SampleLayoutsTable
  readonly samples: SamplesTable
  readonly sample_rollups: Omit<SamplesTable, 'pid'> & { readonly sources: number }
  readonly write_checks: { readonly written_at: Time }
}

export interface AccessTokensTable {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly scopes: string
  readonly hash: Buffer
  readonly previous_hash: Buffer | null
  readonly previous_until: Time | null
  readonly created_by: string
  readonly created_at: Time
  readonly expires_at: Time
  readonly revoked_at: Time | null
  readonly last_used_at: Time | null
  readonly last_used_from: string | null
}

interface AccessSessionsTable {
  readonly hash: Buffer
  readonly token: string
  readonly opened_at: Time
  readonly seen_at: Time
  readonly expires_at: Time
}

interface SampleLayoutsTable {
  readonly id: Generated<string>
  readonly digest: Buffer
  readonly series_zstd: Buffer
}

interface SamplesTable {
  readonly at: Time
  readonly instance: string
  readonly pid: number
  readonly serves: boolean
  readonly layout: Big
  readonly values_zstd: Buffer
}

interface PullRequestColumns {
  readonly app: string
  readonly repository_id: Big
  readonly number: Big
}

interface RepositoryColumns {
  readonly app: string
  readonly repository_id: Big
  readonly installation: Big
  readonly owner: string
  readonly name: string
}

interface AccountColumns {
  readonly app: string
  readonly installation: Big
}

export interface JobsTable {
  readonly id: Generated<string>
  readonly key: string
  readonly state: string
  readonly lane: string
  readonly app: string
  readonly installation: Big
  readonly kind: string
  readonly task: string
  readonly is_full: boolean
  readonly attempts: number
  readonly not_before: Time | null
  readonly created_at: Time
  readonly started_at: Time | null
  readonly finished_at: Time | null
  readonly reason: string | null
  readonly lease_token: Big
  readonly cancel_requested: string | null
}

export interface DeliveriesTable {
  readonly id: Generated<string>
  readonly app: string
  readonly guid: string
  readonly event: string
  readonly action: string | null
  readonly installation: Big | null
  readonly repository_id: Big | null
  readonly repository: string | null
  readonly pull_number: Big | null
  readonly body_hash: Buffer
  readonly payload_zstd: Buffer
  readonly received_at: Time
  readonly ignored_because: string | null
  readonly job_id: Big | null
  readonly repeats: number
}

export interface ReviewsTable extends PullRequestColumns {
  readonly installation: Big
  readonly owner: string
  readonly name: string
  readonly head: string
  readonly base: string
  readonly result: string
  readonly note: string
  readonly conclusion: string
  readonly report: string | null
  readonly finished_at: Time
  readonly latency_seconds: number | null
  readonly reviewed_head: string | null
}

interface DismissalsTable extends PullRequestColumns {
  readonly finding: string
  readonly dismissed_by: string
  readonly reason: string
  readonly dismissed_at: Time
}

interface FeedbackTable extends PullRequestColumns {
  readonly rule: string
  readonly finding: string
  readonly kind: string
  readonly person: string
  readonly reason: string | null
  readonly said_at: Time
}

interface DemotionsTable {
  readonly app: string
  readonly repository_id: Big
  readonly rule: string
  readonly reason: string
  readonly demoted_at: Time
}

interface RateWindowsTable extends AccountColumns {
  readonly resource: string
  readonly quota: number
  readonly remaining: number
  readonly reset_at: Time
}

interface CircuitsTable {
  readonly kind: string
  readonly subject: string
  readonly version: Big
  readonly state: string
}

interface SecurityEventsTable {
  readonly id: Generated<string>
  readonly kind: string
  readonly app: string | null
  readonly happened_at: Time
  readonly detail: string
}

export interface RunbookRunsTable {
  readonly id: Generated<string>
  readonly page: string
  readonly step: string
  readonly kind: string
  readonly command: string
  readonly parameters: string
  readonly incident: Big | null
  readonly actor_name: string
  readonly actor_role: string
  readonly actor_via: string
  readonly began_at: Time
  readonly duration_ms: number | null
  readonly exit_code: number | null
  readonly verdict: string | null
  readonly reason: string | null
  readonly output: Generated<string>
  readonly is_output_cut: Generated<boolean>
}

interface NotifierHealthTable {
  readonly notifier: string
  readonly succeeded_at: Time | null
  readonly failed_at: Time | null
  readonly failure: string | null
}

interface UsedAckLinksTable {
  readonly token_hash: string
  readonly used_by: string
  readonly used_at: Time
  readonly expires_at: Time
}

interface JournalTable {
  readonly sequence: Big
  readonly previous_hash: string
  readonly hash: string
  readonly happened_at: Time
  readonly actor: string
  readonly actor_role: string
  readonly actor_via: string
  readonly action: string
  readonly subject: string
  readonly incident: Big | null
  readonly detail: string
}

interface IncidentEvidenceTable {
  readonly id: Generated<string>
  readonly incident: Big
  readonly collected_at: Time
  readonly digest: string
  readonly probes: string
}

interface LogLinesTable {
  readonly id: Generated<string>
  readonly written_at: Time
  readonly process: string
  readonly level: string
  readonly line: string
}

interface LeadershipTable {
  readonly term: Big
  readonly holder: string
  readonly lease_until: Time
}
