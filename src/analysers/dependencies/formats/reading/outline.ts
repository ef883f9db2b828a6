/**
 * Lock files in YAML that a package manager wrote: keys and values, told by indentation. A YAML library takes seconds
 * for five megabytes and has aliases to be bounded; these files use neither of its finer points.
 */
import type { Place } from '../../dependency.ts'

export interface OutlineLine extends Place {
  readonly indent: number
  readonly key: string
  /** Unquoted; empty when the value is on the lines below. */
  readonly value: string
}

export function outlineLines(text: string): readonly OutlineLine[] {
  const found: OutlineLine[] = []
  text.split('\n').forEach((whole, at) => {
    const trimmed = whole.trim()
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith('- ')) return
    const indent = whole.length - whole.trimStart().length
    const pair = splitPair(trimmed)
    if (pair === null) return
    found.push({
      indent,
      key: pair[0],
      value: unquote(pair[1]),
      line: at + 1,
      column: indent + 1,
      endColumn: indent + 1 + trimmed.length,
    })
  })
  return found
}

/** A one-line map such as `{integrity: sha512-x, tarball: y}`. */
export function flowMap(value: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  if (!value.startsWith('{') || !value.endsWith('}')) return fields
  for (const piece of value.slice(1, -1).split(',')) {
    const pair = splitPair(piece.trim())
    if (pair !== null) fields.set(pair[0], unquote(pair[1]))
  }
  return fields
}

/** Splits `key: value`; a key may be quoted, may hold colons, and may stand behind `? ` when it is very long. */
function splitPair(line: string): readonly [string, string] | null {
  const text = line.startsWith('? ') ? `${line.slice(2).trim()}:` : line
  const quote = text[0]
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, 1)
    if (close === -1 || text[close + 1] !== ':') return null
    return [text.slice(1, close), text.slice(close + 2).trim()]
  }
  const colon = text.indexOf(': ')
  if (colon > 0) return [text.slice(0, colon), text.slice(colon + 2).trim()]
  return text.length > 1 && text.endsWith(':') ? [text.slice(0, -1), ''] : null
}

function unquote(value: string): string {
  const quote = value[0]
  const quoted = (quote === '"' || quote === "'") && value.length > 1 && value.endsWith(quote)
  return quoted ? value.slice(1, -1) : value
}
