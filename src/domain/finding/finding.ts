/** One defect in the change, told once: what reports, comments and the memory of earlier reviews are made of. */
import type { Voice } from '../agents/voice.ts'
import type { Brand } from '../brand.ts'
import type { Category, Severity } from './severity.ts'

/** Stable between reviews: made from rule, path, normalised code and symbol, never from a line number. 16 hex digits. */
export type FindingId = Brand<string, 'FindingId'>

export interface Finding {
  readonly id: FindingId
  /** Of the head, or of the base when `side` is `LEFT`. */
  readonly path: string
  /** A line that the change added (`RIGHT`) or removed (`LEFT`), from 1. */
  readonly line: number
  /** Last line; all lines from `line` to here were added (or removed) together. */
  readonly endLine: number
  /** From 1, in UTF-16 code units of `line`. */
  readonly column: number
  /** The column behind the last character, on `endLine`. */
  readonly endColumn: number
  readonly side: 'RIGHT' | 'LEFT'
  /** `analyser/rule-id` */
  readonly rule: string
  readonly severity: Severity
  readonly category: Category
  readonly cwe: readonly string[]
  readonly message: string
  /** Replaces the lines `line`..`endLine` as a whole. */
  readonly suggestion: { readonly replacement: string } | null
  readonly source: 'analyser' | 'agent'
  /** 0..1 */
  readonly confidence: number
  /** A comment that asks tools to be silent here; the finding is shown when the change itself added that comment. */
  readonly suppressed: Suppression | null
  /** False when the limit of findings was reached before this one. */
  readonly shown: boolean
  /** Rules of other tools that reported the same defect. */
  readonly alsoReportedBy: readonly string[]
  /** The enclosing definition's name, when there is one. */
  readonly symbol: string | null
  /** How the agents argued about it; absent for findings of analysers. */
  readonly voices?: readonly Voice[]
  /** The code of `line`..`endLine` (at most 10 lines) as reports may print it: secrets masked, nothing else changed. */
  readonly excerpt: readonly string[]
}

export interface Suppression {
  /** The comment's keyword as written, e.g. `noqa`. */
  readonly by: string
  readonly line: number
  /** True when this change added the comment: then it is not obeyed. */
  readonly addedHere: boolean
}

/** Why something that a tool said is not among the findings. */
export type DropReason =
  | 'outside-change'
  | 'duplicate'
  | 'below-threshold'
  | 'rule-off'
  | 'suppressed-before'
  /** The agents' argument ended it. */
  | 'refuted'
  /** What it quotes or names is not there. */
  | 'not-grounded'
  /** Praise, restating, advice that names no case, or less sure than asked for. */
  | 'no-substance'
  /** The limit of agents' findings was reached before it. */
  | 'beyond-limit'
  /** It held what must not be published: a secret, a mention, a link to a stranger. */
  | 'unpublishable'

/** Kept so that silence can be explained. */
export interface DroppedFinding {
  readonly path: string
  readonly line: number
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly reason: DropReason
  /** In words: the line that would have to change, the finding it repeats, the setting that turned it off. */
  readonly detail: string
  readonly voices?: readonly Voice[]
}
