import type { RuleRecord } from '../../domain/finding/observation.ts'

function record(id: string, title: string): RuleRecord {
  return { id, title, severity: 'medium', category: 'security', cwe: [], confidence: 0.8, defect: null }
}

export const inText = record('in-text', 'Words in a file give orders to a language model')
export const fileName = record('file-name', 'The name of a file gives orders to a language model')

export const rules = [inText, fileName] as const satisfies readonly RuleRecord[]
