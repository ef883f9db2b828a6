/**
 * What somebody has to see to understand a defect: its line, the definition around it, and, told by the symbol index
 * and not by what the packing chose, the definitions called near it and the places that call its definition. Only names
 * that are defined once in the tree count: of the others nobody can say which definition is meant.
 */
import { isTestPath } from '../../src/agents/context/test-paths.ts'
import type { SymbolIndex } from '../../src/agents/symbols/symbol-index.ts'
import type { Definition } from '../../src/ports/syntax/syntax.ts'
import type { KnownDefect } from './read-defects.ts'

export interface Place {
  readonly path: string
  readonly line: number
}

export interface Needs {
  /** Null where no parser found a definition around the defect. */
  readonly enclosing: (Place & { readonly endLine: number }) | null
  readonly called: readonly Place[]
  readonly callers: readonly Place[]
}

const nearLines = 15
const callersMax = 5

export function needsOf({ path, line }: KnownDefect, index: SymbolIndex): Needs {
  const outline = index.outlineOf(path)
  const around = (outline?.definitions ?? []).filter((one) => one.line <= line && one.endLine >= line)
  const functions = around.filter(({ kind }) => kind === 'function' || kind === 'method')
  const own = functions[functions.length - 1] ?? around[around.length - 1] ?? null
  return {
    enclosing: own === null ? null : { path, line: own.line, endLine: own.endLine },
    called: calledNear(path, line, own, index),
    callers: own === null ? [] : callersOf(path, own, index),
  }
}

function calledNear(
  path: string,
  line: number,
  own: Definition | null,
  index: SymbolIndex,
): readonly Place[] {
  const first = Math.max(own?.line ?? 1, line - nearLines)
  const last = Math.min(own?.endLine ?? line + nearLines, line + nearLines)
  const names = new Set(
    (index.outlineOf(path)?.references ?? [])
      .filter((reference) => reference.kind === 'call' && reference.line >= first && reference.line <= last)
      .map(({ name }) => name),
  )
  return [...names].flatMap((name) => {
    const [place, ...others] = index.definitions(name, path)
    if (place === undefined || others.length > 0) return []
    const isOwn = place.path === path && own !== null && place.definition.line === own.line
    return isOwn ? [] : [{ path: place.path, line: place.definition.line }]
  })
}

function callersOf(path: string, own: Definition, index: SymbolIndex): readonly Place[] {
  if (index.definitions(own.name, path).length !== 1) return []
  return index
    .uses(own.name, path)
    .filter((use) => !(use.path === path && use.line >= own.line && use.line <= own.endLine))
    .filter((use) => !isTestPath(use.path))
    .slice(0, callersMax)
    .map((use) => ({ path: use.path, line: use.line }))
}
