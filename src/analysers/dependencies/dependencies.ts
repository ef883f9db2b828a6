/** Dependency changes in manifests and lock files: what reviewers scroll past and attackers count on. */
import type { TextAnalyser } from '../analyser.ts'
import { catalogue } from './catalogue.ts'
import { formatOf } from './file-formats.ts'

export const dependencies: TextAnalyser = {
  kind: 'text',
  id: 'dependencies',
  title: 'Dependency changes',
  describes: 'manifests and lock files of npm, Python, Go, Rust, Ruby, PHP, Java and .NET',
  seesSuppressions: true,
  rules: () => Promise.resolve(Object.values(catalogue)),
  reads: (file) => formatOf(file.path) !== null,
  async open() {
    const { compareDependencies } = await import('./compare.ts')
    return compareDependencies
  },
}
