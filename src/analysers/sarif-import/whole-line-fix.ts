/** A tool's fix as the replacement of whole lines; any other fix is left out, because it could not be applied safely. */
import type { Fix, Region } from './sarif-schema.ts'

const replacementCharactersMax = 20_000

/**
 * @param isSameFile whether a change's address is the result's own
 * @returns the text for `line`..`endLine`, without a line feed at its end
 */
export function wholeLineFix(
  fixes: readonly (Fix | undefined)[] | undefined,
  line: number,
  endLine: number,
  isSameFile: (change: NonNullable<Fix['artifactChanges']>[number]) => boolean,
): string | null {
  const change = fixes?.length === 1 ? fixes[0]?.artifactChanges : undefined
  const only = change?.length === 1 ? change[0] : undefined
  const replacement = only?.replacements?.length === 1 ? only.replacements[0] : undefined
  const region = replacement?.deletedRegion
  const text = replacement?.insertedContent?.text
  if (only === undefined || region === undefined || text === undefined || !isSameFile(only)) return null
  if (text === '' || text.length > replacementCharactersMax || text.includes('\0')) return null
  if (region.startLine !== line || (region.startColumn ?? 1) !== 1) return null
  return linesOf(region, text, line, endLine)
}

function linesOf(region: Region, text: string, line: number, endLine: number): string | null {
  const last = region.endLine ?? line
  if (region.endColumn === undefined) return last === endLine && !text.endsWith('\n') ? text : null
  const takesLineFeed = region.endColumn === 1 && last === endLine + 1 && text.endsWith('\n')
  return takesLineFeed ? text.slice(0, -1) : null
}
