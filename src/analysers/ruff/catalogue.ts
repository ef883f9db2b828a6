/**
 * The rules of ruff that find bugs and holes, chosen one by one out of some nine hundred. page.md says what was left
 * out and why.
 */
import type { RuleRecord } from '../../domain/finding/observation.ts'
import { correctness } from './correctness.ts'
import type { RuffRule } from './ruff-rule.ts'
import { security } from './security.ts'

/** A text that the parser rejects: ruff gives it no code and it cannot be switched off. */
export const syntaxError: RuleRecord & { readonly message: string } = {
  id: 'syntax-error',
  title: 'Text that is no valid Python',
  severity: 'high',
  category: 'correctness',
  cwe: [],
  confidence: 0.9,
  defect: 'syntax-error',
  message: 'The parser rejects the code here, so the file can be neither run nor imported. Correct it.',
}

export const catalogue: readonly RuffRule[] = [...correctness, ...security]
