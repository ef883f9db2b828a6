/**
 * What someone put in to find a fault and forgot to take out.
 *
 * Only what nobody leaves in on purpose: a program's ordinary output is none of it.
 */
import { type Language, programmingLanguages } from '../../domain/language.ts'
import type { TextAnalyser } from '../analyser.ts'
import { rules } from './catalogue.ts'

const languages: ReadonlySet<Language | null> = new Set(programmingLanguages)

export const debugging: TextAnalyser = {
  kind: 'text',
  id: 'debugging',
  title: 'Leftover debugging',
  describes:
    'Breakpoints, dumps of values, prints of the "here" kind, and tests that keep the other tests from running.',
  rules: async () => rules,
  reads: ({ role, language }) => role === 'code' && languages.has(language),
  open: async () => (await import('./observe-debugging.ts')).observeDebugging,
}
