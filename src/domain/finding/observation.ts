/**
 * What a tool says about one text, before anyone asked whether the change is to blame.
 *
 * Lines and columns count from 1; lines end at LF and nowhere else; columns are UTF-16 code units.
 * `endLine` and `endColumn` name the last line and the column just behind the last character.
 */
import type { Category, Severity } from './severity.ts'

export interface TextRange {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export interface Observation extends TextRange {
  /** Which text the range is in: the head's (`RIGHT`) or, for something that was removed, the base's (`LEFT`). */
  readonly side: 'RIGHT' | 'LEFT'
  /** The rule's name inside its analyser, e.g. `no-debugger`. */
  readonly rule: string
  readonly severity: Severity
  readonly category: Category
  /** CWE identifiers, e.g. `CWE-79`; empty when none fits. */
  readonly cwe: readonly string[]
  /** What is wrong and what to do, in one or two sentences, with no markup. */
  readonly message: string
  /** 0..1: how often a report of this rule is right. */
  readonly confidence: number
  /**
   * A name for the kind of defect shared between tools (`eval`, `sql-injection`): two observations of one
   * defect on one line are one finding. Null: the rule's own name.
   */
  readonly defect: string | null
  /** Text for the whole of the range's lines, line feeds between, none at the end. */
  readonly replacement: string | null
  /** Values that must be masked wherever this report shows text. */
  readonly secrets: readonly string[]
}

/** What a catalogue says of a rule; an analyser's observations repeat it so that no look-up is needed later. */
export interface RuleRecord {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly category: Category
  readonly cwe: readonly string[]
  readonly confidence: number
  readonly defect: string | null
}

/** The record alone, of a catalogue's entry that holds more. */
export function ruleRecord({
  id,
  title,
  severity,
  category,
  cwe,
  confidence,
  defect,
}: RuleRecord): RuleRecord {
  return { id, title, severity, category, cwe, confidence, defect }
}

/** An observation of `rule` at `range` in the head text. */
export function observe(
  rule: RuleRecord,
  range: TextRange,
  message: string,
  more: Partial<Pick<Observation, 'side' | 'replacement' | 'secrets' | 'severity' | 'confidence'>> = {},
): Observation {
  return {
    line: range.line,
    column: range.column,
    endLine: range.endLine,
    endColumn: range.endColumn,
    side: more.side ?? 'RIGHT',
    rule: rule.id,
    severity: more.severity ?? rule.severity,
    category: rule.category,
    cwe: rule.cwe,
    message,
    confidence: more.confidence ?? rule.confidence,
    defect: rule.defect,
    replacement: more.replacement ?? null,
    secrets: more.secrets ?? [],
  }
}
