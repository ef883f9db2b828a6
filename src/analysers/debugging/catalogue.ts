import type { RuleRecord } from '../../domain/finding/observation.ts'

export const breakpoint = {
  id: 'breakpoint',
  title: 'A breakpoint was left in',
  severity: 'high',
  category: 'correctness',
  cwe: ['CWE-489'],
  confidence: 0.95,
  defect: 'no-debugger',
} as const satisfies RuleRecord

export const debuggerImport = {
  id: 'debugger-import',
  title: 'A debugger is imported',
  severity: 'low',
  category: 'maintainability',
  cwe: ['CWE-489'],
  confidence: 0.85,
  defect: 'debugger-import',
} as const satisfies RuleRecord

export const dump = {
  id: 'dump',
  title: 'A value is dumped for debugging',
  severity: 'medium',
  category: 'maintainability',
  cwe: ['CWE-489'],
  confidence: 0.9,
  defect: 'debug-dump',
} as const satisfies RuleRecord

export const debugPrint = {
  id: 'debug-print',
  title: 'A print that only helps whoever is debugging',
  severity: 'low',
  category: 'maintainability',
  cwe: ['CWE-489'],
  confidence: 0.85,
  defect: 'debug-print',
} as const satisfies RuleRecord

export const focusedTest = {
  id: 'focused-test',
  title: 'A focused test keeps the other tests from running',
  severity: 'high',
  category: 'correctness',
  cwe: [],
  confidence: 0.95,
  defect: 'focused-test',
} as const satisfies RuleRecord

export const rules = [
  breakpoint,
  debuggerImport,
  dump,
  debugPrint,
  focusedTest,
] as const satisfies readonly RuleRecord[]
