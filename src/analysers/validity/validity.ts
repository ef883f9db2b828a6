/** Whether YAML, JSON and TOML files can be read at all, and whether they say the same key twice. */
import type { FileFacts, TextAnalyser } from '../analyser.ts'
import { rules } from './catalogue.ts'

export const validity: TextAnalyser = {
  id: 'validity',
  kind: 'text',
  title: 'Readable data files',
  describes: 'YAML, JSON (with comments where its reader allows them) and TOML files',
  rules: async () => rules,
  reads: (file: FileFacts) => file.role === 'code' && readLanguages.has(file.language ?? ''),
  async open() {
    const { openChecker } = await import('./check-text.ts')
    return openChecker()
  },
}

const readLanguages: ReadonlySet<string> = new Set(['yaml', 'json', 'toml'])
