/** A SARIF file knows lines and columns but not the text; here the two meet. */
import type { Observation } from '../../domain/finding/observation.ts'
import { indexLines } from '../../domain/text/line-index.ts'
import type { ImportedObservation } from './sarif-import.ts'

/** In longer lines columns are taken as they are: counting again for each result would take too long. */
const countedCharactersMax = 10_000

/**
 * Columns past a line's end become its end, code points become code units.
 *
 * @returns without those whose line the text does not have: the file was another one when the tool read it
 */
export function fitToText(
  imported: readonly ImportedObservation[],
  text: string,
): readonly (Observation & { readonly analyser: string })[] {
  const lines = indexLines(text)
  return imported.flatMap(({ columnsCount, ...observation }) => {
    if (observation.line > lines.lineCount || observation.endLine > lines.lineCount) return []
    const first = withoutReturn(lines.lineText(observation.line))
    const last = withoutReturn(lines.lineText(observation.endLine))
    const column = unitColumn(first, observation.column, columnsCount)
    const endColumn = unitColumn(last, observation.endColumn, columnsCount)
    const isForward = observation.endLine > observation.line || endColumn > column
    return [{ ...observation, column, endColumn: isForward ? endColumn : last.length + 1 }]
  })
}

function unitColumn(line: string, column: number, counts: ImportedObservation['columnsCount']): number {
  if (column > line.length) return line.length + 1
  if (counts === 'code-units' || line.length > countedCharactersMax) return column
  let units = 0
  let points = 1
  for (const character of line) {
    if (points >= column) break
    units += character.length
    points += 1
  }
  return units + 1
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
