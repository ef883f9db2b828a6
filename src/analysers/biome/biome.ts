/**
 * Biome's linter, for what oxlint lacks. It runs over neutral copies with our configuration, never inside the
 * repository, whose own configuration may name plugins.
 */
import { type Observation, observe, ruleRecord } from '../../domain/finding/observation.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import type { CommandAnalyser } from '../analyser.ts'
import type { BiomeRule } from './biome-rule.ts'
import { catalogue } from './catalogue.ts'
import { codeUnitColumns } from './code-point-columns.ts'
import { configuration, configurationName } from './configuration.ts'
import { programPath } from './locate.ts'
import { type Diagnostic, readReport } from './read-report.ts'

const languages: ReadonlySet<string | null> = new Set(['javascript', 'typescript', 'tsx'])
const endings = new Set(['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'])
const byCategory: ReadonlyMap<string, BiomeRule> = new Map(
  catalogue.map((rule) => [`lint/${rule.setting}`, rule]),
)

export const biome: CommandAnalyser = {
  kind: 'command',
  id: 'biome',
  title: 'Biome',
  describes: 'JavaScript and TypeScript',
  rules: async () => catalogue.map(ruleRecord),
  reads: (file) => file.role === 'code' && languages.has(file.language),
  locate: async () => programPath(),
  extension({ path }) {
    const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
    if (/\.d\.[mc]?ts$/.test(path)) return `d.${ending}`
    return endings.has(ending) ? ending : 'js'
  },
  configuration,
  args: (names) => [
    'lint',
    `--config-path=${configurationName}`,
    '--reporter=json',
    '--max-diagnostics=none',
    '--colors=off',
    '--no-errors-on-unmatched',
    ...names,
  ],
  exitCodes: [0, 1],
  parse(stdout, textOf) {
    const byName = Map.groupBy(readReport(stdout), (diagnostic) => diagnostic.path)
    return new Map(
      [...byName].map(([name, diagnostics]) => [name, observeCopy(name, textOf(name), diagnostics)]),
    )
  },
}

function observeCopy(name: string, text: string, diagnostics: readonly Diagnostic[]): readonly Observation[] {
  const columnAt = codeUnitColumns(indexLines(text))
  const mayHaveJsx = /\.[jt]sx$|\.[mc]?js$/.test(name)
  return diagnostics.flatMap(({ category, start, end }) => {
    const rule = byCategory.get(category)
    if (rule === undefined) throw new Error('Biome reported a rule that is not switched on')
    if (rule.jsx && !mayHaveJsx) return []
    if (rule.onlyIn !== undefined && !rule.onlyIn.test(text)) return []
    const range = {
      line: start.line,
      column: columnAt(start.line, start.column),
      endLine: end.line,
      endColumn: columnAt(end.line, end.column),
    }
    return [observe(rule, range, rule.message)]
  })
}
