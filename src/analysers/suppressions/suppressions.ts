/**
 * Comments that this change adds to keep a tool quiet.
 *
 * They are allowed, but someone should see them: a reviewer who reads "all checks passed" wants to know that one of
 * them was told to look away.
 */
import type { TextAnalyser } from '../analyser.ts'
import { rules } from './catalogue.ts'

export const suppressions: TextAnalyser = {
  kind: 'text',
  id: 'suppressions',
  title: 'Suppressions added',
  describes:
    'Comments and attributes added by the change that silence linters, type checkers and security scanners.',
  seesSuppressions: true,
  rules: async () => rules,
  // Documentation shows such comments; it does not use them.
  reads: ({ role, language }) => role === 'code' && language !== 'markdown' && language !== 'json',
  open: async () => (await import('./observe-suppressions.ts')).observeSuppressions,
}
