/** A rule as its author wrote it in `rule.yaml`, with defaults filled in. */
import type { Category, Severity } from '../../domain/finding/severity.ts'
import type { Language } from '../../domain/language.ts'

export interface RuleSource {
  readonly title: string
  readonly severity: Severity
  readonly category: Category
  readonly cwe: readonly string[]
  readonly confidence: number
  readonly defect: string
  /** May name metavariables of the match. */
  readonly message: string
  /** Of the folder's languages, those the rule is for; all of them when absent. */
  readonly languages?: readonly Language[]
  /** The rule runs only on a text that holds one of these; on every text when empty. */
  readonly words: readonly string[]
  /** False: silent in tests, examples and fixtures. */
  readonly tests: boolean
  /** The metavariable whose place is reported; the whole match when absent. */
  readonly at?: string
  /** The metavariable whose text must be masked. */
  readonly secret?: string
  /** What to write instead of the match. */
  readonly fix?: string
  readonly rule: Readonly<Record<string, unknown>>
  readonly constraints?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly utils?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly transform?: Readonly<Record<string, unknown>>
}
