/** What analysers say of a file as a suggestion would leave it. */
import type { ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { Analysis, AnalysisLimits } from '../ports/analysis/analysis.ts'
import { linesByContent } from './lines-by-content.ts'

/** Lines are compared by their content: nobody has a diff of a text that exists only as a suggestion. */
export function analyseAgain(
  analysis: Analysis,
  limits: AnalysisLimits,
  signal: AbortSignal,
): ChangeToDiscuss['analyseAgain'] {
  return async (changed) => {
    if (changed.length === 0) return []
    const result = await analysis.analyse(
      changed.map(({ file, head }) => {
        const { added, removed } = linesByContent(file.base, head)
        const { path, language, role, base } = file
        return { path, language, role, head, base, addedLines: added, removedLines: removed }
      }),
      limits,
      signal,
    )
    return result.files.map(({ observations }) =>
      observations
        .filter(({ side }) => side === 'RIGHT')
        .map(({ analyser, rule, line }) => ({ rule: `${analyser}/${rule}`, line })),
    )
  }
}
