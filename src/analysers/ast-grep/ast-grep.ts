/**
 * Our own rules, run over syntax trees.
 *
 * A rule is a folder in `src/rules`; nothing here knows any of them by name. A text is parsed once, and only when a
 * rule of its language finds one of its words there, so most files cost one search through their characters.
 */
import type { Observation, RuleRecord } from '../../domain/finding/observation.ts'
import type { AnalysedText, TextAnalyser } from '../analyser.ts'
import type { Grammars } from './grammars.ts'
import { matchRule } from './match-rule.ts'
import { nestingDepth, nestingMax } from './nesting.ts'
import { rulesForText } from './read-rules.ts'
import { folderOf } from './rule-folders.ts'
import { isTestCode } from './test-code.ts'

export const astGrep: TextAnalyser = {
  kind: 'text',
  id: 'ast-grep',
  title: 'Own rules',
  describes: 'Syntax trees of JavaScript, TypeScript, Python, Go, Java, Ruby, Rust, PHP, C#, C and shell.',

  async rules(): Promise<readonly RuleRecord[]> {
    const { readCatalogue } = await import('./read-catalogue.ts')
    return (await readCatalogue()).map((rule) => rule.record)
  },

  page(rule) {
    const dash = rule.indexOf('-')
    return new URL(`../../rules/${rule.slice(0, dash)}/${rule.slice(dash + 1)}/page.md`, import.meta.url)
  },

  reads(file) {
    return file.role === 'code' && file.language !== null && folderOf(file.language) !== null
  },

  async open() {
    const { openGrammars } = await import('./grammars.ts')
    const grammars = await openGrammars((language) => folderOf(language) !== null)
    return (text) => observeText(grammars, text)
  },
}

async function observeText(grammars: Grammars, text: AnalysedText): Promise<readonly Observation[]> {
  const { head, language } = text
  if (head === null || language === null) return []
  const rules = await rulesForText(language, head, isTestCode(text.path))
  if (rules.length === 0) return []
  const depth = nestingDepth(head)
  if (depth > nestingMax) throw new Error(`brackets nest ${depth} deep; ${nestingMax} at most are read`)
  const root = grammars.parse(language, head)
  if (root === null) return []
  return rules.flatMap((rule) => matchRule(rule, root, head))
}
