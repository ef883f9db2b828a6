/**
 * TOML as a flat list of entries with positions. The library at hand gives values without positions, and a lock file
 * of megabytes is read faster this way. Tolerant: what is not understood is skipped up to the line's end.
 */
export type TomlNode = TomlText | TomlArray | TomlTable

/** A string, or (`quoted` false) the raw text of a number, date or boolean. */
export interface TomlText {
  readonly kind: 'text'
  readonly value: string
  readonly quoted: boolean
  readonly start: number
  readonly end: number
}

export interface TomlArray {
  readonly kind: 'array'
  readonly items: readonly TomlNode[]
  readonly start: number
  readonly end: number
}

export interface TomlTable {
  readonly kind: 'table'
  readonly entries: readonly TomlPair[]
  readonly start: number
  readonly end: number
}

export interface TomlPair {
  readonly key: readonly string[]
  readonly keyStart: number
  readonly keyEnd: number
  readonly value: TomlNode
}

export interface TomlEntry extends TomlPair {
  /** The header's keys; empty before the first header. */
  readonly table: readonly string[]
  /** Counts headers, so that two `[[package]]` differ. */
  readonly section: number
}

const depthMax = 16
const barePattern = /[\w-]+/y
const rawPattern = /[^\s,\]}#]+/y

export function tomlEntries(text: string): readonly TomlEntry[] {
  const entries: TomlEntry[] = []
  let table: readonly string[] = []
  let section = 0
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    at = skipBlank(text, at, true)
    if (at >= text.length) break
    if (text[at] === '[') {
      const header = readKey(text, skipBlank(text, text[at + 1] === '[' ? at + 2 : at + 1, false))
      if (header !== null) table = header.key
      section += 1
      at = lineEnd(text, header?.end ?? at)
      continue
    }
    const pair = readPair(text, at, 0)
    if (pair !== null) entries.push({ ...pair, table, section })
    at = lineEnd(text, pair?.value.end ?? at)
  }
  return entries
}

export function pairOf(node: TomlNode | undefined, key: string): TomlPair | undefined {
  return node?.kind === 'table'
    ? node.entries.find((pair) => pair.key.length === 1 && pair.key[0] === key)
    : undefined
}

export function textOf(node: TomlNode | undefined): string | null {
  return node?.kind === 'text' ? node.value : null
}

function readPair(text: string, start: number, depth: number): TomlPair | null {
  const key = readKey(text, start)
  if (key === null) return null
  const equals = skipBlank(text, key.end, false)
  if (text[equals] !== '=') return null
  const value = readValue(text, skipBlank(text, equals + 1, false), depth)
  return value === null ? null : { key: key.key, keyStart: start, keyEnd: key.end, value }
}

function readKey(
  text: string,
  start: number,
): { readonly key: readonly string[]; readonly end: number } | null {
  const key: string[] = []
  let at = start
  for (;;) {
    if (text[at] === '"' || text[at] === "'") {
      const piece = readString(text, at)
      if (piece === null) return null
      key.push(piece.value)
      at = piece.end
    } else {
      barePattern.lastIndex = at
      const bare = barePattern.exec(text)?.[0]
      if (bare === undefined) return null
      key.push(bare)
      at += bare.length
    }
    const dot = skipBlank(text, at, false)
    if (text[dot] !== '.' || key.length > depthMax) return { key, end: at }
    at = skipBlank(text, dot + 1, false)
  }
}

function readValue(text: string, start: number, depth: number): TomlNode | null {
  const character = text[start]
  if (character === '"' || character === "'") return readString(text, start)
  if (character === '[' || character === '{')
    return depth < depthMax ? readGroup(text, start, depth + 1) : null
  rawPattern.lastIndex = start
  const raw = rawPattern.exec(text)?.[0]
  return raw === undefined
    ? null
    : { kind: 'text', value: raw, quoted: false, start, end: start + raw.length }
}

function readGroup(text: string, start: number, depth: number): TomlArray | TomlTable | null {
  const isArray = text[start] === '['
  const close = isArray ? ']' : '}'
  const items: TomlNode[] = []
  const entries: TomlPair[] = []
  let at = start + 1
  for (;;) {
    at = skipBlank(text, at, true)
    if (at >= text.length) return null
    if (text[at] === ',') {
      at += 1
    } else if (text[at] === close) {
      const end = at + 1
      return isArray ? { kind: 'array', items, start, end } : { kind: 'table', entries, start, end }
    } else if (isArray) {
      const item = readValue(text, at, depth)
      if (item === null) return null
      items.push(item)
      at = item.end
    } else {
      const pair = readPair(text, at, depth)
      if (pair === null) return null
      entries.push(pair)
      at = pair.value.end
    }
  }
}

function readString(text: string, start: number): TomlText | null {
  const quote = text[start] as string
  const long = text.startsWith(quote.repeat(3), start)
  const opening = long ? quote.repeat(3) : quote
  const limit = long ? text.length : endOfLine(text, start)
  let at = start + opening.length
  for (;;) {
    const closing = text.indexOf(opening, at)
    if (closing === -1 || closing >= limit) return null
    let backslashes = 0
    while (closing - 1 - backslashes >= at && text[closing - 1 - backslashes] === '\\') backslashes += 1
    if (quote === "'" || backslashes % 2 === 0) {
      const value = text.slice(start + opening.length, closing)
      return { kind: 'text', value, quoted: true, start, end: closing + opening.length }
    }
    at = closing + 1
  }
}

/** Past blanks and, with `lines`, past line ends and comments too. */
function skipBlank(text: string, start: number, lines: boolean): number {
  let at = start
  for (;;) {
    const character = text[at]
    if (character === ' ' || character === '\t' || character === '\r') at += 1
    else if (lines && character === '\n') at += 1
    else if (lines && character === '#') at = endOfLine(text, at)
    else return at
  }
}

function lineEnd(text: string, at: number): number {
  return endOfLine(text, at) + 1
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}
