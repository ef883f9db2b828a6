/**
 * What is gathered while a tree is read: definitions with their places in each other, and names that are used. The
 * readings of the languages say what they see; counting lines, nesting and bounds are here, once for all of them.
 */
import type { SgNode } from '@ast-grep/napi'
import type { Definition, DefinitionKind, Reference } from '../../ports/syntax/syntax.ts'
import { createLineTable, type LineTable } from './line-table.ts'

export interface Defined {
  readonly kind: DefinitionKind
  readonly node: SgNode
  /** The node of the name, or the name. */
  readonly name: SgNode | string | null
  /** Where it begins, when that is before `node`: a decorator or attribute. */
  readonly from?: SgNode | null
  /** Where it ends, when that is after `node`: what the parser puts beside it. */
  readonly to?: SgNode | null
  /** What is no part of the signature any more; null when all of it is signature. */
  readonly body: SgNode | null
}

export interface Page {
  readonly text: string
  define(defined: Defined): void
  /** The innermost definition around a node; null at the top. */
  around(node: SgNode): DefinitionKind | null
  refer(kind: Reference['kind'], name: SgNode | null): void
  referTo(kind: Reference['kind'], name: string, index: number): void
  /** A name that may be a variable of its function: counts only when no `local` of that name is there. */
  referUnlessLocal(name: SgNode): void
  local(name: string): void
  textOf(node: SgNode): string
  /** Whether there is room for more references. */
  readonly takesReferences: () => boolean
  finish(): { readonly definitions: readonly Definition[]; readonly references: readonly Reference[] }
}

const definitionsMax = 5_000
const referencesMax = 5_000
const nameCharactersMax = 200

interface Noted extends Reference {
  readonly index: number
  readonly unlessLocal: boolean
}

interface Span {
  readonly name: string
  readonly kind: DefinitionKind
  readonly start: number
  readonly end: number
  readonly signatureEnd: number
}

export function createPage(text: string): Page {
  const lines = createLineTable(text)
  const spans: Span[] = []
  const references = new Map<string, Noted>()
  /** Where names of definitions stand: a definition is no use of itself. */
  const nameIndexes = new Set<number>()
  const locals = new Set<string>()
  /** Those that a node may still be inside of. */
  const opened: Span[] = []

  function textOf(node: SgNode): string {
    const { start, end } = node.range()
    return text.slice(start.index, end.index)
  }

  function note(kind: Reference['kind'], name: string, index: number, unlessLocal: boolean): void {
    if (name === '' || name.length > nameCharactersMax || references.size >= referencesMax) return
    const line = lines.lineAt(index)
    const key = `${kind} ${line} ${name}`
    const known = references.get(key)
    if (known === undefined || (known.unlessLocal && !unlessLocal)) {
      references.set(key, { name, line, kind, index, unlessLocal })
    }
  }

  return {
    text,
    textOf,
    define({ kind, node, name, from, to, body }) {
      const title = typeof name === 'string' ? name : name === null ? '' : textOf(name)
      const readable = readableName(title)
      if (readable === '' || spans.length >= definitionsMax) return
      const { start: own, end } = node.range()
      if (typeof name === 'object' && name !== null) nameIndexes.add(name.range().start.index)
      const span: Span = {
        name: readable,
        kind,
        start: (from?.range().start ?? own).index,
        end: (to?.range().end ?? end).index,
        signatureEnd: body === null ? end.index : endOfSignature(body),
      }
      spans.push(span)
      opened.push(span)
    },
    around: (node) => innermostAt(opened, node.range().start.index)?.kind ?? null,
    refer(kind, name) {
      if (name === null) return
      const { start, end } = name.range()
      note(kind, text.slice(start.index, end.index), start.index, false)
    },
    referTo: (kind, name, index) => note(kind, name, index, false),
    referUnlessLocal: (name) => note('call', textOf(name), name.range().start.index, true),
    local: (name) => void locals.add(name),
    takesReferences: () => references.size < referencesMax,
    finish() {
      const used = [...references.values()].filter(
        ({ name, index, unlessLocal }) => !nameIndexes.has(index) && !(unlessLocal && locals.has(name)),
      )
      used.sort((a, b) => a.index - b.index)
      return {
        definitions: nested(spans, lines),
        references: used.map(({ name, line, kind }) => ({ name: name.toWellFormed(), line, kind })),
      }
    },
  }
}

/** The last of those that a place is inside of; those that ended before it are dropped. */
function innermostAt(opened: Span[], index: number): Span | null {
  for (let last = opened.at(-1); last !== undefined; last = opened.at(-1)) {
    if (last.end > index) return last
    opened.pop()
  }
  return null
}

/** In order of their beginnings, which decorators may have moved before what was seen earlier. */
function nested(spans: readonly Span[], lines: LineTable): readonly Definition[] {
  const opened: (Span & { readonly place: number })[] = []
  const sorted = [...spans].sort((a, b) => a.start - b.start || b.end - a.end)
  return sorted.map((span, place) => {
    const { name, kind, start, end, signatureEnd } = span
    while ((opened.at(-1)?.end ?? end) < end || (opened.at(-1)?.end ?? end) <= start) opened.pop()
    const around = opened.at(-1) ?? null
    opened.push({ ...span, place })
    const isMethod = kind === 'function' && (around?.kind === 'class' || around?.kind === 'interface')
    return {
      name,
      kind: isMethod ? 'method' : kind,
      line: lines.lineAt(start),
      endLine: lines.lastLineOf(start, end),
      signatureEndLine: lines.lastLineOf(start, signatureEnd),
      parent: around?.place ?? null,
    }
  })
}

/** What stands before the body, without comments between the two. */
function endOfSignature(body: SgNode): number {
  let before = body.prev()
  while (before?.kind().toString().includes('comment')) before = before.prev()
  return before?.range().end.index ?? body.range().start.index
}

/** Of strings without their quotes, of computed names on one line. */
function readableName(name: string): string {
  return name
    .slice(0, nameCharactersMax)
    .replace(/^(['"`])(.*)\1$/s, '$2')
    .replace(/\s+/g, ' ')
    .trim()
    .toWellFormed()
}
