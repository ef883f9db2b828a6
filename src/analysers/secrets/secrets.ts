/**
 * Keys, tokens and passwords written into the code.
 *
 * A key that reached a pull request has leaked, whatever is merged: that is worth saying first. Nothing is more
 * annoying than a placeholder taken for one, so every find has to look like what a machine made.
 */
import type { TextAnalyser } from '../analyser.ts'
import { rules } from './catalogue.ts'

export const secrets: TextAnalyser = {
  kind: 'text',
  id: 'secrets',
  title: 'Secrets',
  describes: 'Access keys, tokens, private keys and passwords in any text file but lock files.',
  // Comments that allow a secret are shown with the report by whoever asks for it; the text is judged as it stands.
  seesSuppressions: true,
  rules: async () => rules,
  reads: ({ role }) => role === 'code',
  open: async () => (await import('./observe-secrets.ts')).openSecrets(),
}
