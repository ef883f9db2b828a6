/** The indicators in words and figures, as people and programs are told them. */
import type { KpiReport } from './kpi.ts'

export interface KpiStatus {
  readonly from: number
  readonly to: number
  /** The first sample in the window; null: there is none. */
  readonly observedFrom: number | null
  readonly kpis: readonly KpiLine[]
}

export interface KpiLine {
  readonly id: string
  readonly requirements: readonly string[]
  readonly title: string
  readonly measured: string
  readonly unit: string
  readonly value: number | null
  /** The value as people read it; for no value, why. */
  readonly text: string
  readonly target: string | null
  readonly verdict: KpiReport['results'][number]['verdict']
  /** Whether a greater value is better; null: neither is. */
  readonly isMoreBetter: boolean | null
  readonly parts: readonly {
    readonly labels: Readonly<Record<string, string>>
    readonly value: number
    readonly text: string
  }[]
}
