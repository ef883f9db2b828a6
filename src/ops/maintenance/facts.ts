/** What reports of the upkeep are made of, each from whoever knows it. A fact that nobody has says why. */
import type { TrendPoint } from './linear-trend.ts'
import type { Known } from './section.ts'

export interface MaintenanceFacts {
  /** Every indicator that has a target, over the window that ends now. */
  kpis(windowMs: number): Promise<Known<readonly KpiFact[]>>
  /** Over a window that ends at some time, for comparison. */
  kpisUntil(windowMs: number, until: number): Promise<Known<readonly KpiFact[]>>
  /** What failed since then, most frequent cause first. */
  failures(since: number): Promise<Known<FailureFacts>>
  alerts(since: number): Promise<Known<readonly AlertFact[]>>
  incidents(since: number): Promise<Known<readonly IncidentFact[]>>
  backups(): Promise<Known<readonly BackupFact[]>>
  certificates(): Promise<Known<readonly CertificateFact[]>>
  advisories(signal: AbortSignal): Promise<Known<readonly AdvisoryFact[]>>
  versions(signal: AbortSignal): Promise<Known<readonly VersionFact[]>>
  /** Shares of cpu, memory, disk; length of the queue. */
  capacity(since: number): Promise<Known<readonly CapacityFact[]>>
  pages(): Promise<Known<readonly PageFact[]>>
  /** Those whose day has passed, the oldest first. */
  overdueFollowUps(now: number): Promise<Known<readonly FollowUpFact[]>>
  /** Null: there has never been one. */
  lastRestoreDrill(): Promise<Known<RestoreDrillFact | null>>
  /** Whether people are at work then. */
  isBusinessHour(at: number): boolean
}

export interface KpiFact {
  readonly name: string
  /** As people read it, e.g. `99.95 %`. */
  readonly text: string
  readonly target: string | null
  readonly verdict: 'met' | 'missed' | 'unknown'
  /** For comparison with another window. */
  readonly value: number | null
  /** Whether a greater value is better; null: neither is. */
  readonly isMoreBetter: boolean | null
}

export interface FailureFacts {
  readonly causes: readonly FailureFact[]
  /** From when on the logs are all there, where that is less than was asked for. */
  readonly logsFrom: number | null
}

export interface FailureFact {
  readonly cause: string
  readonly count: number
  /** What failed, e.g. `dead job`, `review`. */
  readonly kind: string
}

export interface AlertFact {
  readonly alert: string
  readonly severity: string
  readonly firedAt: number
  /** Null: it fires still. */
  readonly endedAt: number | null
}

export interface IncidentFact {
  readonly id: number
  readonly severity: string
  readonly title: string
  /** The alert that opened it: the closest thing to a cause that every incident has. */
  readonly cause: string
  readonly onsetAt: number
  readonly resolvedAt: number | null
}

export interface BackupFact {
  readonly name: string
  readonly lastSuccessAt: number | null
  readonly intervalMs: number | null
  readonly isOk: boolean
}

export interface CertificateFact {
  readonly name: string
  /** Null: it could not be read. */
  readonly notAfter: number | null
  /** Why it could not be read. */
  readonly problem: string | null
}

export interface AdvisoryFact {
  readonly module: string
  readonly severity: 'critical' | 'high' | 'moderate' | 'low' | 'info'
  readonly title: string
  /** What mends it, in words; null when nothing does yet. */
  readonly mend: string | null
}

export interface VersionFact {
  readonly module: string
  readonly current: string
  readonly latest: string
}

export interface CapacityFact {
  /** E.g. `disk`, `memory worker`. */
  readonly resource: string
  readonly points: readonly TrendPoint[]
  /** Where it hurts, in the same unit. */
  readonly limit: number
  readonly unit: 'share' | 'jobs'
}

export interface PageFact {
  readonly page: string
  readonly owner: string
  /** `2026-11-23` */
  readonly reviewDue: string
}

export interface FollowUpFact {
  readonly incident: number
  readonly number: number
  readonly text: string
  readonly owner: string | null
  /** `2026-11-23` */
  readonly due: string
}

export interface RestoreDrillFact {
  readonly at: number
  readonly hasPassed: boolean
  readonly words: string
}
