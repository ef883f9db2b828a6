/** Merge conflicts that were committed with their markers. */
import type { TextAnalyser } from '../analyser.ts'
import { rules } from './catalogue.ts'

export const conflictMarkers: TextAnalyser = {
  kind: 'text',
  id: 'conflict-markers',
  title: 'Conflict markers',
  describes: 'Markers of an unresolved merge conflict in any text file, lock files included.',
  rules: async () => rules,
  reads: () => true,
  open: async () => (await import('./observe-conflicts.ts')).observeConflicts,
}
