import type { RuleRecord } from '../../domain/finding/observation.ts'

export const added = {
  id: 'added',
  title: 'A comment silences a tool on one line or block',
  severity: 'low',
  category: 'maintainability',
  cwe: [],
  confidence: 0.9,
  defect: 'suppression',
} as const satisfies RuleRecord

export const fileWide = {
  id: 'file-wide',
  title: 'A comment silences a tool for a whole file',
  severity: 'medium',
  category: 'maintainability',
  cwe: [],
  confidence: 0.9,
  defect: 'suppression',
} as const satisfies RuleRecord

export const securityCheck = {
  id: 'security-check',
  title: 'A comment silences a security check',
  severity: 'medium',
  category: 'security',
  cwe: [],
  confidence: 0.9,
  defect: 'suppression',
} as const satisfies RuleRecord

export const rules = [added, fileWide, securityCheck] as const satisfies readonly RuleRecord[]
