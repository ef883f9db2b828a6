/** One line of the catalogue. */
import type { Severity } from '../../domain/finding/severity.ts'
import type { RuffRule } from './ruff-rule.ts'

type More = Partial<Pick<RuffRule, 'category' | 'cwe' | 'defect' | 'tests' | 'examples' | 'fixes'>>

export function rule(
  id: string,
  severity: Severity,
  confidence: number,
  title: string,
  message: string,
  more: More = {},
): RuffRule {
  return { id, severity, confidence, title, message, category: 'correctness', cwe: [], defect: null, ...more }
}
