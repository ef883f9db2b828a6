/** A rule of oxlint that is switched on here, and what we know of it beyond what oxlint says. */
import type { RuleRecord } from '../../domain/finding/observation.ts'

export interface OxlintRule extends RuleRecord {
  /** As a configuration names it, `plugin/rule`. */
  readonly setting: string
  /** As a report names it, `plugin(rule)`. */
  readonly code: string
  /** What is wrong and what to do: the same for every report, so that no text of a change gets into it. */
  readonly message: string
  readonly options?: Readonly<Record<string, unknown>>
  /** False: silent in tests and fixtures, where the pattern is usually meant. */
  readonly tests?: false
  /** Which of the marked places is the mistake; oxlint marks the first of two duplicates first. */
  readonly marks?: 'first' | 'last'
}
