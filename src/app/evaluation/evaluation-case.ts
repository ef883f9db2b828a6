/** One change of an evaluation, as a folder of cases or a golden-comments file names it. */
import type { ExpectedDefect } from '../../domain/evaluation/evaluated-case.ts'

export interface EvaluationCase {
  readonly id: string
  readonly repository: CaseRepository
  /** Refs or commits in it. */
  readonly base: string
  readonly head: string
  readonly title: string
  readonly description: string
  readonly expected: readonly ExpectedDefect[]
}

export type CaseRepository =
  | { readonly kind: 'folder'; readonly path: string }
  /** A git bundle, unpacked for the time of the review. */
  | { readonly kind: 'bundle'; readonly path: string }

/** What is wrong with a set of cases, and what to do. */
export interface CasesProblem {
  readonly message: string
  readonly remedy: string
}
