import type { RuleRecord } from '../../domain/finding/observation.ts'

function record(id: string, title: string, severity: RuleRecord['severity'], confidence: number): RuleRecord {
  return { id, title, severity, category: 'security', cwe: ['CWE-1007'], confidence, defect: null }
}

export const bidirectional = record('bidi', 'A direction control reorders what is shown', 'high', 0.95)
export const invisible = record('invisible', 'An invisible character in a name or a string', 'medium', 0.85)
export const lookalike = record('lookalike', 'A name mixes lookalike letters of two scripts', 'high', 0.9)
export const hiddenText = record(
  'hidden-text',
  'Text is hidden in characters that show nothing',
  'high',
  0.95,
)
export const fileName = record('file-name', 'A file name with hidden or lookalike characters', 'high', 0.9)

export const rules = [
  bidirectional,
  invisible,
  lookalike,
  hiddenText,
  fileName,
] as const satisfies readonly RuleRecord[]
