/**
 * What a unit rests on and what rests on it: definitions that it calls, places that call it, tests of it. Chosen for
 * each unit by itself, whatever else is in the change, so that a unit's key says what there is to know about it.
 */
import type { Definition, Reference } from '../../ports/syntax/syntax.ts'
import type { DefinitionPlace, SymbolIndex, UsePlace } from '../symbols/symbol-index.ts'
import type { FoundUnit } from './find-units.ts'
import { isTestPath, testStem } from './test-paths.ts'

export interface Surrounding {
  readonly role: 'called' | 'caller' | 'test'
  readonly path: string
  readonly symbol: string
  /** Stretches of lines at the head that are shown, ascending, apart from each other. */
  readonly spans: readonly { readonly line: number; readonly endLine: number }[]
  /** Against others of the same size; from 1. */
  readonly value: number
}

export interface SurroundingBounds {
  readonly calledMax: number
  readonly callersMax: number
  readonly testsMax: number
}

export const fewUnits: SurroundingBounds = { calledMax: 16, callersMax: 6, testsMax: 3 }
export const manyUnits: SurroundingBounds = { calledMax: 6, callersMax: 3, testsMax: 1 }

const bodyLinesMax = 40
const signatureLinesMax = 8
const classLinesMax = 25
/** A name that is defined more often says little about which definition is meant. */
const namesakesMax = 12
/** So many places may be meant before only a near one is taken. */
const guessesMax = 4
const nameLengthMin = 2

export function surroundingsOf(
  unit: FoundUnit,
  index: SymbolIndex,
  testsByStem: ReadonlyMap<string, readonly string[]>,
  bounds: SurroundingBounds,
): readonly Surrounding[] {
  const called = calledBy(unit, index, bounds.calledMax)
  const { callers, tests } = usersOf(unit, index, bounds)
  const named = tests.length > 0 ? [] : namedTests(unit, index, testsByStem)
  return [...called, ...callers, ...tests, ...named]
}

function calledBy(unit: FoundUnit, index: SymbolIndex, calledMax: number): readonly Surrounding[] {
  const found: Surrounding[] = []
  const seen = new Set<string>()
  for (const { reference, isChanged } of referencesOf(unit, index)) {
    if (found.length >= calledMax) break
    if (reference.name.length < nameLengthMin || seen.has(reference.name)) continue
    seen.add(reference.name)
    const places = candidatesOf(reference, unit, index)
    const [place] = places
    if (place === undefined || places.some((candidate) => isInside(candidate, unit))) continue
    const isNear = folderOf(place.path) === folderOf(unit.path)
    if (places.length > guessesMax && !isNear) continue
    const isSure = places.length === 1 || place.path === unit.path
    const weight =
      (isChanged ? 40 : 20) * (isSure ? 1 : 1 / places.length) * (reference.kind === 'call' ? 1 : 0.7)
    found.push({
      role: 'called',
      path: place.path,
      symbol: symbolOf(place),
      spans: [shownOf(place.definition)],
      value: Math.max(1, weight),
    })
  }
  return found
}

/** What a name of a type may mean, before anything else of that name: in C++ constructors stand apart from their class. */
const typeKinds: ReadonlySet<Definition['kind']> = new Set(['class', 'interface', 'type', 'module'])

/** Definitions that a name may mean: those outside of tests first; for a call what can be called, for a type what is one. */
function candidatesOf(
  { name, kind }: Reference,
  unit: FoundUnit,
  index: SymbolIndex,
): readonly DefinitionPlace[] {
  const all = index.definitions(name, unit.path)
  const ofCode = all.filter(({ path }) => !isTestPath(path))
  // A name like `test_selector.py` need not be that of a test.
  const places = isTestPath(unit.path) || (ofCode.length === 0 && all.length === 1) ? all : ofCode
  const meant = places.filter(({ definition }) =>
    kind === 'call' ? definition.kind !== 'variable' : typeKinds.has(definition.kind),
  )
  return meant.length > 0 ? meant : places
}

/** Of the unit's lines at the head: those of changed lines first, each in its order. */
function referencesOf(
  unit: FoundUnit,
  index: SymbolIndex,
): readonly { readonly reference: Reference; readonly isChanged: boolean }[] {
  const outline = index.outlineOf(unit.path)
  if (outline === null || unit.head === null) return []
  const { line, endLine } = unit.head
  const changed = new Set(unit.changed.map((at) => unit.lines[at]?.right ?? 0))
  const references = outline.references
    .filter((reference) => reference.kind !== 'import' && reference.line >= line && reference.line <= endLine)
    .map((reference) => ({ reference, isChanged: changed.has(reference.line) }))
  return [
    ...references.filter(({ isChanged }) => isChanged),
    ...references.filter(({ isChanged }) => !isChanged),
  ]
}

function shownOf({ kind, line, endLine, signatureEndLine }: Definition) {
  const isSmall = endLine - line < bodyLinesMax
  if (isSmall) return { line, endLine }
  const linesMax =
    kind === 'class' || kind === 'interface' || kind === 'type' ? classLinesMax : signatureLinesMax
  const shownTo = Math.max(
    Math.min(signatureEndLine, line + linesMax - 1),
    linesMax === classLinesMax ? line + classLinesMax - 1 : line,
  )
  return { line, endLine: Math.min(endLine, shownTo) }
}

function usersOf(unit: FoundUnit, index: SymbolIndex, bounds: SurroundingBounds) {
  const callers: Surrounding[] = []
  const tests: Surrounding[] = []
  const name = unit.definition?.name ?? ''
  if (name.length < nameLengthMin) return { callers, tests }
  const isCommon = index.definitions(name, unit.path).length > namesakesMax
  // What lost its definition, or has a new signature, is worth its callers.
  const value = unit.isGone || isSignatureChanged(unit) ? 50 : 30
  for (const { path, within, lines } of groupedUses(index.uses(name, unit.path), unit)) {
    const isTest = isTestPath(path) && !isTestPath(unit.path)
    if (isCommon && folderOf(path) !== folderOf(unit.path)) continue
    const [list, max] = isTest ? [tests, bounds.testsMax] : [callers, bounds.callersMax]
    if (list.length >= max) continue
    list.push({
      role: isTest ? 'test' : 'caller',
      path,
      symbol: within?.name ?? '',
      spans: spansAround(lines, within, isTest ? 6 : 2),
      value: isTest ? 12 : value,
    })
  }
  return { callers, tests }
}

export function isSignatureChanged({ definition, lines, changed, isGone }: FoundUnit): boolean {
  if (definition === null || isGone) return false
  const { line, signatureEndLine } = definition
  return changed.some((at) => {
    const right = lines[at]?.right ?? lines[at + 1]?.right ?? 0
    return right >= line && right <= signatureEndLine
  })
}

interface GroupedUse {
  readonly path: string
  readonly within: Definition | null
  readonly lines: number[]
}

const sitesMax = 3

function groupedUses(uses: readonly UsePlace[], unit: FoundUnit): readonly GroupedUse[] {
  const groups = new Map<string, GroupedUse>()
  for (const { path, line, within } of uses) {
    if (path === unit.path && unit.head !== null && line >= unit.head.line && line <= unit.head.endLine)
      continue
    const key = `${path} ${within === null ? `line ${Math.floor(line / 20)}` : within.line}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { path, within, lines: [line] })
    else if (group.lines.length < sitesMax && !group.lines.includes(line)) group.lines.push(line)
  }
  return [...groups.values()]
}

function spansAround(lines: readonly number[], within: Definition | null, around: number) {
  const first = within?.line ?? 1
  const last = within?.endLine ?? Number.MAX_SAFE_INTEGER
  const spans = lines.map((line) => ({
    line: Math.max(first, line - around),
    endLine: Math.min(last, line + around),
  }))
  if (within !== null) {
    const endLine = Math.min(within.signatureEndLine, within.line + signatureLinesMax - 1)
    spans.push({ line: within.line, endLine: Math.max(within.line, endLine) })
  }
  return joinSpans(spans)
}

function joinSpans(spans: readonly { readonly line: number; readonly endLine: number }[]) {
  const joined: { line: number; endLine: number }[] = []
  for (const { line, endLine } of [...spans].sort((a, b) => a.line - b.line)) {
    const last = joined[joined.length - 1]
    if (last !== undefined && line <= last.endLine + 1) last.endLine = Math.max(last.endLine, endLine)
    else joined.push({ line, endLine })
  }
  return joined
}

/** The beginning of a test file that is named after the unit's file: what it is that is tested there. */
function namedTests(
  unit: FoundUnit,
  index: SymbolIndex,
  testsByStem: ReadonlyMap<string, readonly string[]>,
): readonly Surrounding[] {
  if (isTestPath(unit.path)) return []
  const tests = testsByStem.get(testStem(unit.path)) ?? []
  const [path] = tests.toSorted((a, b) => sharedLength(b, unit.path) - sharedLength(a, unit.path))
  if (path === undefined) return []
  const definitions = index.outlineOf(path)?.definitions.slice(0, 12) ?? []
  if (definitions.length === 0) return []
  const spans = joinSpans(definitions.map(({ line }) => ({ line, endLine: line })))
  return [{ role: 'test', path, symbol: '', spans, value: 6 }]
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length += 1
  return length
}

/** Test files of the tree by what they are named after. */
export function testsByStem(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const path of paths) {
    if (!isTestPath(path)) continue
    const stem = testStem(path)
    const others = found.get(stem)
    if (others === undefined) found.set(stem, [path])
    else if (others.length < 20) others.push(path)
  }
  return found
}

function isInside({ path, definition }: DefinitionPlace, { path: own, head }: FoundUnit): boolean {
  return path === own && head !== null && definition.line >= head.line && definition.endLine <= head.endLine
}

function symbolOf({ within, definition }: DefinitionPlace): string {
  return [...within, definition.name].join('.')
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
