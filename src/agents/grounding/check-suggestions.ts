/** A suggestion that does not hold is left out; what it was for is told all the same, and says that it was left out. */
import type { ChangeToDiscuss } from '../../ports/agents/agents.ts'
import type { Syntax } from '../../ports/syntax/syntax.ts'
import type { CodeOfChange } from './code-of-change.ts'
import { type FittedSuggestion, fitSuggestion } from './fit-suggestion.ts'
import type { Standing } from './standing.ts'
import { type Trial, trySuggestions } from './try-suggestions.ts'

export interface CheckedSuggestions {
  readonly claims: readonly Standing[]
  /** Those whose suggestion was left out, each with the reason. */
  readonly refused: readonly { readonly claim: Standing; readonly reason: string }[]
}

export async function checkSuggestions(
  claims: readonly Standing[],
  code: CodeOfChange,
  change: ChangeToDiscuss,
  syntax: Syntax | null,
  signal: AbortSignal,
): Promise<CheckedSuggestions> {
  const made = claims.map((claim) => (claim.placed.claim.replacement === null ? null : fitted(claim, code)))
  const trials = made.map((one, at) =>
    one === null || typeof one === 'string' ? null : trialOf(claims[at] as Standing, one),
  )
  const tried = trials.filter((trial) => trial !== null)
  const refusals = await trySuggestions(tried, change, syntax, signal)
  const refused: { claim: Standing; reason: string }[] = []
  const settled = claims.map((claim, at) => {
    const one = made[at] ?? null
    if (one === null) return claim
    const trial = trials[at] ?? null
    const reason =
      typeof one === 'string' ? one : trial === null ? null : (refusals[tried.indexOf(trial)] ?? null)
    if (typeof one !== 'string' && reason === null) return { ...claim, replacement: one.replacement }
    refused.push({ claim, reason: reason ?? '' })
    return { ...claim, replacement: null }
  })
  return { claims: settled, refused }
}

function fitted(claim: Standing, code: CodeOfChange): FittedSuggestion | string {
  const { placed } = claim
  const text = code.changed(placed.file.path, 'RIGHT')
  if (placed.replaces === null || text === null || placed.claim.replacement === null)
    return 'it is for other lines than these.'
  const fits = fitSuggestion(placed.claim.replacement, text.code, placed.replaces)
  return fits.ok ? fits.value : fits.failure
}

function trialOf(claim: Standing, { replacement, head }: FittedSuggestion): Trial {
  const { line, endLine } = claim.placed.replaces as { line: number; endLine: number }
  const lineCount = replacement === '' ? 0 : replacement.split('\n').length
  return { file: claim.placed.file, head, line, endLine, lineCount }
}
