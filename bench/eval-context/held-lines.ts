/** Which lines of which files a packed part shows: read from its text, as a model would. */

export interface HeldLines {
  /** `R12` and `L10` by path. */
  readonly lines: ReadonlyMap<string, ReadonlySet<string>>
}

const opening = /^<<<data [0-9a-f]{12} kind="(?:unit|definition)"(.*)>>>$/
const pathAttribute = / path=("(?:[^"\\]|\\.)*")/
const numbered = /^([ +-])\s+(?:L(\d+)\s+)?(?:R(\d+)\s+)?\| ?/

export function heldLines(text: string): HeldLines {
  const lines = new Map<string, Set<string>>()
  let current: Set<string> | null = null
  for (const row of text.split('\n')) {
    if (row.startsWith('<<<')) {
      const attributes = opening.exec(row)?.[1]
      const path = attributes === undefined ? undefined : pathAttribute.exec(attributes)?.[1]
      current = path === undefined ? null : of(JSON.parse(path) as string)
      continue
    }
    const found = current === null ? null : numbered.exec(row)
    if (found === null || current === null) continue
    if (found[2] !== undefined) current.add(`L${found[2]}`)
    if (found[3] !== undefined) current.add(`R${found[3]}`)
  }
  return { lines }

  function of(path: string): Set<string> {
    const known = lines.get(path) ?? new Set<string>()
    lines.set(path, known)
    return known
  }
}

export function holds(held: HeldLines, path: string, side: 'L' | 'R', line: number): boolean {
  return held.lines.get(path)?.has(`${side}${line}`) ?? false
}
