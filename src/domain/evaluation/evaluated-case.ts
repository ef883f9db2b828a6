/** What one change of an evaluation came to: what was expected, what was found, and which of them are the same. */
import type { Severity } from '../finding/severity.ts'

/** A defect that is known to be in the change: the ground truth. */
export interface ExpectedDefect {
  /** Within its case: `d1`, `d2`... */
  readonly id: string
  /** Null when only words tell where it is. A path may lack its first folders. */
  readonly path: string | null
  readonly line: number | null
  readonly endLine: number | null
  readonly severity: Severity
  readonly text: string
}

/** A finding that the review would have published. */
export interface ReportedFinding {
  /** Within its case: `f1`, `f2`... */
  readonly id: string
  readonly path: string
  readonly line: number
  readonly endLine: number
  readonly side: 'RIGHT' | 'LEFT'
  readonly severity: Severity
  readonly source: 'analyser' | 'agent'
  readonly rule: string
  readonly message: string
}

/** A finding and a defect that could be the same. */
export interface Likeness {
  readonly finding: string
  readonly defect: string
  /** 0..1: of several, the most alike are matched first. */
  readonly degree: number
}

/** How likeness was decided: lines alone, a judge's understanding, or shared words, which is weak. */
export const likenessKinds = ['place', 'judge', 'words'] as const
export type LikenessKind = (typeof likenessKinds)[number]

export interface EvaluatedCase {
  readonly id: string
  readonly expected: readonly ExpectedDefect[]
  readonly findings: readonly ReportedFinding[]
  readonly likeness: { readonly kind: LikenessKind; readonly pairs: readonly Likeness[] }
  /** Lines added and removed. */
  readonly changedLines: number
  readonly durationMs: number
  readonly tokens: number
  /** Of models; null when one of them has no known price. */
  readonly microDollars: number | null
  /** What the judge took, which is no part of the review; null when none was asked, or nobody wrote it down. */
  readonly judging: Spent | null
}

/** On models. */
export interface Spent {
  readonly tokens: number
  /** Null when one of them has no known price. */
  readonly microDollars: number | null
}
