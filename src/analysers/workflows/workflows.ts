/** GitHub Actions workflows and composite actions: what lets a stranger run code, and what GitHub will refuse. */
import type { FileFacts, TextAnalyser } from '../analyser.ts'
import { rules } from './catalogue.ts'

export const workflows: TextAnalyser = {
  id: 'workflows',
  kind: 'text',
  title: 'GitHub Actions workflows',
  describes: 'workflows in .github/workflows and composite actions (action.yml)',
  rules: async () => rules,
  reads: (file: FileFacts) => file.role === 'code' && isActionsFile(file.path),
  async open() {
    const { openChecker } = await import('./check-file.ts')
    return openChecker()
  },
}

function isActionsFile(path: string): boolean {
  return /(?:^|\/)(?:\.github\/workflows\/[^/]+|action)\.ya?ml$/.test(path)
}
