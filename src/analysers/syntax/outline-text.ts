/**
 * The outline of one text, in the child. A tree costs a call into native code for each node that is looked at, so the
 * parser is asked once for all nodes of the kinds that say something, and the others are never touched.
 */
import type { NapiConfig, SgNode } from '@ast-grep/napi'
import type { Language } from '../../domain/language.ts'
import type { Outline } from '../../ports/syntax/syntax.ts'
import type { Grammars } from '../ast-grep/grammars.ts'
import { nestingDepth, nestingMax } from '../ast-grep/nesting.ts'
import { createPage } from './page.ts'
import { charactersMax } from './protocol.ts'
import { isUse, type Read } from './reading.ts'
import { readingOf } from './reading-of.ts'

/** Every node's text is looked at up to here; beyond, leaves only, which is slower and grows no faster than the text. */
const allNodesCharactersMax = 200_000

const readAsType = isUse('type')

/** What only C++ says, at the beginning of a line. */
const cppWords =
  /^[ \t]*(?:namespace\b|template[ \t]*<|class[ \t]+\w|using[ \t]+\w|(?:public|private|protected)[ \t]*:|#[ \t]*include[ \t]*<[a-z_]+>)/m

/** @returns null for a text that is too long or nests too deep, or a language without a parser */
export function outlineText(grammars: Grammars, language: Language, text: string): Outline | null {
  if (readingOf(language) === null || text.length > charactersMax || nestingDepth(text) > nestingMax)
    return null
  if (language !== 'c') return outlineAs(grammars, language, text)
  // A header is called `.h` in both languages: read as what it looks like, and as the other when that is not all of it.
  const likely = cppWords.test(text) ? 'cpp' : 'c'
  const first = outlineAs(grammars, likely, text)
  if (first?.errors === 0 || text.length > allNodesCharactersMax) return first
  const second = outlineAs(grammars, likely === 'c' ? 'cpp' : 'c', text)
  return (second?.errors ?? Infinity) < (first?.errors ?? Infinity) ? second : first
}

function outlineAs(grammars: Grammars, language: Language, text: string): Outline | null {
  const reading = readingOf(language)
  if (reading === null) return null
  const root = text === '' ? null : grammars.parse(language, reading.readable?.(text) ?? text)
  if (root === null) return text === '' ? { definitions: [], references: [], errors: 0 } : null
  const page = createPage(text)
  const kinds = [...Object.keys(reading.definitions), ...Object.keys(reading.references)]
  for (const node of root.findAll({ rule: { any: kinds.map((kind) => ({ kind })) } })) {
    const kind = node.kind().toString()
    own(reading.definitions, kind)?.(node, page)
    if (page.takesReferences()) own(reading.references, kind)?.(node, page)
  }
  if (reading.types !== undefined) {
    for (const node of root.findAll({ rule: reading.types })) {
      if (page.takesReferences()) readAsType(node, page)
    }
  }
  return { ...page.finish(), errors: root.findAll(badPlaces(text.length)).filter(isBad).length }
}

/** What was skipped, and tokens without any text, which the parser puts where it missed one. */
function badPlaces(characters: number): NapiConfig {
  const empty = { regex: '^$' }
  return {
    rule: {
      any: [
        { kind: 'ERROR' },
        characters <= allNodesCharactersMax ? empty : { all: [{ not: { has: { nthChild: 1 } } }, empty] },
      ],
    },
  }
}

/** What stands in quotes may be empty, and so may a whole text. */
function isBad(node: SgNode): boolean {
  return !/_content$|^heredoc_body$/.test(node.kind().toString()) && node.parent() !== null
}

function own(reads: Readonly<Record<string, Read>>, kind: string): Read | undefined {
  return Object.hasOwn(reads, kind) ? reads[kind] : undefined
}
