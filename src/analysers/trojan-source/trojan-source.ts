/** Characters that make code read differently from what it does. */
import type { TextAnalyser } from '../analyser.ts'
import { rules } from './catalogue.ts'

export const trojanSource: TextAnalyser = {
  kind: 'text',
  id: 'trojan-source',
  title: 'Trojan source',
  describes:
    'Direction controls, invisible characters and lookalike letters in any text file and in the names of files.',
  // Hidden characters may be inside the very comments that are blunted for other tools.
  seesSuppressions: true,
  rules: async () => rules,
  reads: () => true,
  open: async () => (await import('./observe-trojan-source.ts')).observeTrojanSource,
}
