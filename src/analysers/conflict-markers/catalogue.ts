import type { RuleRecord } from '../../domain/finding/observation.ts'

export const unresolved = {
  id: 'unresolved',
  title: 'An unresolved merge conflict',
  severity: 'high',
  category: 'correctness',
  cwe: [],
  confidence: 0.98,
  defect: 'conflict-marker',
} as const satisfies RuleRecord

export const leftover = {
  id: 'leftover-marker',
  title: 'One marker of a merge conflict was left behind',
  severity: 'high',
  category: 'correctness',
  cwe: [],
  confidence: 0.9,
  defect: 'conflict-marker',
} as const satisfies RuleRecord

export const rules = [unresolved, leftover] as const satisfies readonly RuleRecord[]
