/** What the service is measured by, before anybody measures it. */

export interface Kpi {
  readonly id: string
  /** Lines of the requirements. */
  readonly requirements: readonly string[]
  readonly title: string
  readonly unit: KpiUnit
  /** How it is measured, in a sentence. */
  readonly measured: string
  /** Null: it is watched, and nobody promised anything. */
  readonly target: KpiTarget | null
  /** Whether a greater value is better; null: neither is. */
  readonly isMoreBetter: boolean | null
  readonly source: SeriesKpi | RecoveryKpi
  /** Why there may be no value, in a sentence. */
  readonly silence: string
}

export type KpiUnit =
  | 'share'
  | 'seconds'
  | 'per second'
  | 'bytes per second'
  | 'jobs'
  | 'error budget'
  | 'dollars'
  | 'tokens'

export interface KpiTarget {
  readonly operator: '<' | '<=' | '>' | '>='
  readonly value: number
}

/** Over series. The expressions are PromQL; Prometheus gives the same. */
export interface SeriesKpi {
  readonly kind: 'series'
  /** Null: the window that is asked for. */
  readonly windowMs: number | null
  /** @param window a duration as PromQL writes it @param seconds the same as a number */
  readonly promql: (window: string, seconds: number) => string
  /** The same, split by labels. */
  readonly parts: { readonly by: readonly string[]; readonly promql: (window: string) => string } | null
}

/** From the records of incidents. */
export interface RecoveryKpi {
  readonly kind: 'recovery'
  readonly read: (figures: RecoveryFigures) => number | null
  readonly parts: (figures: RecoveryFigures) => readonly KpiPart[]
}

export interface KpiPart {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Over the last 30 days; seconds, null: there was nothing to measure. */
export interface RecoveryFigures {
  readonly incidents: number
  readonly onsetToMitigated: { readonly mean: number | null; readonly p90: number | null }
  readonly onsetToResolved: { readonly mean: number | null; readonly p90: number | null }
  readonly betweenFailures: { readonly P1: number | null; readonly P2: number | null }
}

export type KpiVerdict = 'met' | 'missed' | 'no-target' | 'no-data'

export interface KpiResult {
  readonly kpi: Kpi
  readonly value: number | null
  readonly verdict: KpiVerdict
  /** Why there is no value. */
  readonly reason: string | null
  /** The greatest first. */
  readonly parts: readonly KpiPart[]
}

export interface KpiReport {
  /** What was asked for, milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  /** The first sample within; null: there is none. */
  readonly observedFrom: number | null
  readonly results: readonly KpiResult[]
}

export function isMet(value: number, { operator, value: bound }: KpiTarget): boolean {
  switch (operator) {
    case '<':
      return value < bound
    case '<=':
      return value <= bound
    case '>':
      return value > bound
    case '>=':
      return value >= bound
  }
}
