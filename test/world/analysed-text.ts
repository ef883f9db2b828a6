/** A changed file as an analyser sees it, from the little that a test wants to say. */
import type { AnalysedText, TextAnalyser } from '../../src/analysers/analyser.ts'
import type { Observation } from '../../src/domain/finding/observation.ts'
import { languageOf } from '../../src/domain/language.ts'

/** Without `base` the file is new and every line was added; with it, `addedLines` are the lines the base does not have. */
export function changedText(
  path: string,
  head: string | null,
  base: string | null = null,
  role: AnalysedText['role'] = 'code',
): AnalysedText {
  const headLines = head?.split('\n') ?? []
  const baseLines = base?.split('\n') ?? []
  const known = new Set(baseLines)
  const kept = new Set(headLines)
  return {
    path,
    language: languageOf(path, headLines[0]),
    role,
    head,
    base,
    addedLines: headLines.flatMap((line, at) => (known.has(line) ? [] : [at + 1])),
    removedLines: baseLines.flatMap((line, at) => (kept.has(line) ? [] : [at + 1])),
  }
}

export async function observationsOf(
  analyser: TextAnalyser,
  text: AnalysedText,
): Promise<readonly Observation[]> {
  const observe = await analyser.open()
  return observe(text)
}

/** One line for each observation, in the text's order: `3:5-3:9 high rule-id message`. */
export function listed(observations: readonly Observation[]): readonly string[] {
  return [...observations]
    .sort((a, b) => a.line - b.line || a.column - b.column || a.rule.localeCompare(b.rule))
    .map((o) => `${o.line}:${o.column}-${o.endLine}:${o.endColumn} ${o.severity} ${o.rule} ${o.message}`)
}
