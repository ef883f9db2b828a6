/** Look-ups over outlines. Names are anybody's (`constructor`, `__proto__`), so they are keys of maps and nothing else. */
import { compareText } from '../../domain/text/compare-text.ts'
import type { Definition, Outline } from '../../ports/syntax/syntax.ts'
import { familyOf } from './language-family.ts'
import { byNearness } from './nearness.ts'
import type { DefinitionPlace, SymbolIndex, UsePlace } from './symbol-index.ts'

const definitionsMax = 50
const usesMax = 100

/** Where a name is defined: places in a file's definitions. */
interface Defined {
  readonly path: string
  readonly places: number[]
}

/** @param before outlines of changed files in the base, by their paths at the head */
export function createSymbolIndex(
  outlines: ReadonlyMap<string, Outline>,
  notes: readonly string[],
  before: ReadonlyMap<string, Outline> = new Map(),
): SymbolIndex {
  const paths = [...outlines.keys()].sort(compareText)
  const families = new Map(paths.map((path) => [path, familyOf(path)]))
  // At once, not with the first look-up: an index is made while analysers still work, and looked into when they are done.
  const definedIn = listDefinitions(outlines, paths)
  const usedIn = listUses(outlines, paths)

  function isRelated(path: string, near: string): boolean {
    const family = families.get(near) ?? familyOf(near)
    return family === null || families.get(path) === family
  }

  return {
    paths,
    notes,
    outlineOf: (path) => outlines.get(path) ?? null,
    baseOutlineOf: (path) => before.get(path) ?? null,

    definitions(name, near) {
      const { last, owner } = partsOf(name)
      const places = (definedIn.get(last) ?? [])
        .filter(({ path }) => isRelated(path, near))
        .sort(byNearness(near))
        .flatMap(({ path, places: at }) => at.map((place) => definitionAt(path, outlines.get(path), place)))
        .filter((place) => place !== null)
      const owned = owner === null ? [] : places.filter(({ within }) => within.at(-1) === owner)
      if (owned.length === 0) return places.slice(0, definitionsMax)
      const elsewhere = places.filter((place) => standsOutside(place, outlines.get(place.path)))
      return [...owned, ...elsewhere].slice(0, definitionsMax)
    },

    uses(name, near) {
      const { last } = partsOf(name)
      const found: UsePlace[] = []
      const files = (usedIn.get(last) ?? []).filter((path) => isRelated(path, near)).map((path) => ({ path }))
      for (const { path } of files.sort(byNearness(near))) {
        if (found.length >= usesMax) break
        found.push(...usesIn(path, outlines.get(path), last))
      }
      return found.slice(0, usesMax)
    },
  }
}

/** `Cart.total`, `Cart::total`, `Cart#total`: a name and whose it is. */
function partsOf(name: string): { readonly last: string; readonly owner: string | null } {
  const parts = name.slice(0, 1_000).split(/::|->|[.#\\]/)
  const last = parts.at(-1) ?? ''
  // `#secret` is a name, not a part of one.
  if (parts.length < 2 || last === '' || parts.at(-2) === '') return { last: name, owner: null }
  return { last, owner: parts.at(-2) ?? null }
}

function listDefinitions(
  outlines: ReadonlyMap<string, Outline>,
  paths: readonly string[],
): ReadonlyMap<string, readonly Defined[]> {
  const byName = new Map<string, Defined[]>()
  for (const path of paths) {
    for (const [place, { name }] of (outlines.get(path)?.definitions ?? []).entries()) {
      const files = byName.get(name)
      const last = files?.at(-1)
      if (files === undefined) byName.set(name, [{ path, places: [place] }])
      else if (last?.path === path) last.places.push(place)
      else files.push({ path, places: [place] })
    }
  }
  return byName
}

function listUses(
  outlines: ReadonlyMap<string, Outline>,
  paths: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>()
  for (const path of paths) {
    for (const { name } of outlines.get(path)?.references ?? []) {
      const files = byName.get(name)
      if (files === undefined) byName.set(name, [path])
      else if (files.at(-1) !== path) files.push(path)
    }
  }
  return byName
}

function definitionAt(path: string, outline: Outline | undefined, place: number): DefinitionPlace | null {
  const definition = outline?.definitions[place]
  if (outline === undefined || definition === undefined) return null
  const within: string[] = []
  let around = definition.parent
  while (around !== null) {
    const parent: Definition | undefined = outline.definitions[around]
    within.unshift(parent?.name ?? '')
    // Parents stand before their children, so this ends.
    around = parent === undefined || (parent.parent ?? -1) >= around ? null : parent.parent
  }
  return { path, definition, within }
}

/** A method outside of every class may be anybody's: in C++ a class declares what is told elsewhere. */
function standsOutside({ definition }: DefinitionPlace, outline: Outline | undefined): boolean {
  const around = definition.parent === null ? undefined : outline?.definitions[definition.parent]
  return definition.kind === 'method' && (around === undefined || around.kind === 'module')
}

/** An import is a use only of a file that names it nowhere else: a function may be handed on without a call. */
function usesIn(path: string, outline: Outline | undefined, name: string): readonly UsePlace[] {
  const named = outline?.references.filter((reference) => reference.name === name) ?? []
  const used = named.filter(({ kind }) => kind !== 'import')
  const lines = new Set((used.length > 0 ? used : named).map(({ line }) => line))
  return [...lines].map((line) => ({ path, line, within: innermost(outline?.definitions ?? [], line) }))
}

function innermost(definitions: readonly Definition[], line: number): Definition | null {
  return definitions.findLast((definition) => definition.line <= line && definition.endLine >= line) ?? null
}
