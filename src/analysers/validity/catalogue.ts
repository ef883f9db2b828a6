/** The rules of `validity`. */
import type { RuleRecord } from '../../domain/finding/observation.ts'

export const rules = [
  {
    id: 'yaml-syntax',
    title: 'A YAML file that cannot be parsed',
    severity: 'high',
    category: 'correctness',
    cwe: [],
    confidence: 0.95,
    defect: 'syntax-error',
  },
  {
    id: 'json-syntax',
    title: 'A JSON file that cannot be parsed',
    severity: 'high',
    category: 'correctness',
    cwe: [],
    confidence: 0.95,
    defect: 'syntax-error',
  },
  {
    id: 'toml-syntax',
    title: 'A TOML file that cannot be parsed',
    severity: 'high',
    category: 'correctness',
    cwe: [],
    confidence: 0.95,
    defect: 'syntax-error',
  },
  {
    id: 'yaml-duplicate-key',
    title: 'One key twice in a YAML mapping',
    severity: 'medium',
    category: 'correctness',
    cwe: ['CWE-694'],
    confidence: 0.95,
    defect: 'duplicate-key',
  },
  {
    id: 'json-duplicate-key',
    title: 'One key twice in a JSON object',
    severity: 'medium',
    category: 'correctness',
    cwe: ['CWE-694'],
    confidence: 0.95,
    defect: 'duplicate-key',
  },
  {
    id: 'yaml-alias-bomb',
    title: 'YAML aliases that unfold into an enormous document',
    severity: 'high',
    category: 'security',
    cwe: ['CWE-776'],
    confidence: 0.9,
    defect: 'alias-bomb',
  },
  {
    id: 'nested-too-deep',
    title: 'Data nested so deep that parsers give up',
    severity: 'medium',
    category: 'security',
    cwe: ['CWE-674'],
    confidence: 0.9,
    defect: null,
  },
] as const satisfies readonly RuleRecord[]

export type RuleId = (typeof rules)[number]['id']

/** The record of a rule that exists by its type. */
export function ruleOf(id: RuleId): RuleRecord {
  return rules.find((rule) => rule.id === id) as RuleRecord
}
