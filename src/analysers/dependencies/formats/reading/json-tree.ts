/**
 * JSON with positions, read without recursion: nesting of any depth and megabytes of text cost linear time and no stack.
 * Commas are not insisted on; anything else that is not JSON makes the whole text null.
 */
import { indexLines } from '../../../../domain/text/line-index.ts'
import type { Place } from '../../dependency.ts'

export interface JsonScalar {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  readonly start: number
  readonly end: number
}

export interface JsonMember {
  readonly keyStart: number
  readonly keyEnd: number
  readonly node: JsonNode
}

export interface JsonObject {
  readonly kind: 'object'
  readonly members: Map<string, JsonMember>
}

export interface JsonArray {
  readonly kind: 'array'
  readonly items: JsonNode[]
}

export type JsonNode = JsonScalar | JsonObject | JsonArray

interface Key {
  readonly name: string
  readonly start: number
  readonly end: number
}

const numberPattern = /-?\d[\d.eE+-]*/y
const literals = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const

export function parseJson(text: string): JsonNode | null {
  const open: (JsonObject | JsonArray)[] = []
  let root: JsonNode | null = null
  let key: Key | null = null
  let at = text.startsWith('\uFEFF') ? 1 : 0

  function place(node: JsonNode): boolean {
    const parent = open.at(-1)
    if (parent === undefined) {
      if (root !== null) return false
      root = node
    } else if (parent.kind === 'array') parent.items.push(node)
    else {
      if (key === null) return false
      parent.members.set(key.name, { keyStart: key.start, keyEnd: key.end, node })
      key = null
    }
    return true
  }

  while (at < text.length) {
    const character = text[at] as string
    if (
      character === ' ' ||
      character === '\n' ||
      character === '\t' ||
      character === '\r' ||
      character === ','
    ) {
      at += 1
    } else if (character === '{' || character === '[') {
      const node: JsonObject | JsonArray =
        character === '{' ? { kind: 'object', members: new Map() } : { kind: 'array', items: [] }
      if (!place(node)) return null
      open.push(node)
      at += 1
    } else if (character === '}' || character === ']') {
      const closed = open.pop()
      if (key !== null || closed?.kind !== (character === '}' ? 'object' : 'array')) return null
      at += 1
    } else if (character === '"' && open.at(-1)?.kind === 'object' && key === null) {
      const end = endOfString(text, at)
      const name = end === -1 ? null : unquote(text.slice(at, end))
      const colon = end === -1 ? -1 : skipBlanks(text, end)
      if (name === null || text[colon] !== ':') return null
      key = { name, start: at, end }
      at = colon + 1
    } else {
      const scalar = readScalar(text, at)
      if (scalar === null || !place(scalar)) return null
      at = scalar.end
    }
  }
  return open.length === 0 ? root : null
}

/** The node behind these keys, or null. */
export function reach(node: JsonNode | null, ...keys: readonly string[]): JsonNode | null {
  let here = node
  for (const key of keys) {
    if (here?.kind !== 'object') return null
    here = here.members.get(key)?.node ?? null
  }
  return here
}

export function membersOf(node: JsonNode | null): Iterable<[string, JsonMember]> {
  return node?.kind === 'object' ? node.members : []
}

export function itemsOf(node: JsonNode | null): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items : []
}

export function stringOf(node: JsonNode | null): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null
}

/** Turns offsets of one text into places; a range that spans lines ends with its first line. */
export function placer(text: string): (start: number, end: number) => Place {
  const lines = indexLines(text)
  return (start, end) => {
    const from = lines.positionAt(start)
    const to = lines.positionAt(end)
    const endColumn = to.line === from.line ? to.column : lines.lineText(from.line).length + 1
    return { line: from.line, column: from.column, endColumn }
  }
}

function readScalar(text: string, at: number): JsonScalar | null {
  if (text[at] === '"') {
    const end = endOfString(text, at)
    const value = end === -1 ? null : unquote(text.slice(at, end))
    return value === null ? null : { kind: 'scalar', value, start: at, end }
  }
  numberPattern.lastIndex = at
  const number = numberPattern.exec(text)?.[0]
  if (number !== undefined)
    return { kind: 'scalar', value: Number(number), start: at, end: at + number.length }
  const literal = literals.find(([word]) => text.startsWith(word, at))
  return literal === undefined
    ? null
    : { kind: 'scalar', value: literal[1], start: at, end: at + literal[0].length }
}

/** Behind the closing quote; -1 when there is none. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return quote + 1
  }
  return -1
}

function unquote(quoted: string): string | null {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    const value: unknown = JSON.parse(quoted)
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}

function skipBlanks(text: string, start: number): number {
  let at = start
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\t' || text[at] === '\r') at += 1
  return at
}
