/** The known defects of the cases: rows of the table in their README, each with `file:line` at its end. */

export interface KnownDefect {
  readonly caseId: string
  readonly path: string
  readonly line: number
}

/** A row's first cell names the case; its last cell ends in `(path:line)`. Rows that name no place have no known defect. */
export function readDefects(readme: string): readonly KnownDefect[] {
  return readme.split('\n').flatMap((row) => {
    const cells = row.split('|').map((cell) => cell.trim())
    if (cells.length < 4 || cells[0] !== '') return []
    const place = /\(?([^\s()]+):(\d+)\)?$/.exec(cells[cells.length - 2] ?? '')
    if (place === null) return []
    return [{ caseId: cells[1] ?? '', path: place[1] ?? '', line: Number(place[2]) }]
  })
}
