/**
 * A small flow chart of calls between files of the change: a call that the change adds, or one of something that the
 * change touches. Tests are left out (they call everything). Names in it come from the repository: what is not a letter,
 * a digit or one of `_ . / $ -` is not drawn, so that no name can speak Mermaid.
 */
import { compareText } from '../../domain/text/compare-text.ts'
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { Definition, Outline } from '../../ports/syntax/syntax.ts'
import { isTestPath } from '../context/test-paths.ts'
import type { SymbolIndex } from '../symbols/symbol-index.ts'

const nodesMax = 12
const namesMax = 3
const labelCharactersMax = 48

interface Edge {
  readonly from: string
  readonly to: string
  readonly names: readonly string[]
}

/** @returns null when no call crosses from one changed file to another */
export function drawCalls(
  files: readonly FileToDiscuss[],
  index: Pick<SymbolIndex, 'outlineOf' | 'definitions'>,
): string | null {
  const changed = files.filter(
    ({ path, head, role }) => role === 'code' && head !== null && !isTestPath(path),
  )
  const edges = edgesBetween(changed, index)
  const nodes = busiest(edges)
  const drawn = edges.filter(({ from, to }) => nodes.includes(from) && nodes.includes(to))
  if (drawn.length === 0) return null
  const nameOf = (path: string) => `n${nodes.indexOf(path)}`
  return [
    'flowchart LR',
    ...nodes.map((path) => `  ${nameOf(path)}["${label(path)}"]`),
    ...drawn.map(({ from, to, names }) => `  ${nameOf(from)} -->|"${namesLabel(names)}"| ${nameOf(to)}`),
  ].join('\n')
}

function edgesBetween(
  files: readonly FileToDiscuss[],
  index: Pick<SymbolIndex, 'outlineOf' | 'definitions'>,
): readonly Edge[] {
  const touched = new Map(files.map((file) => [file.path, touchedNames(file, index.outlineOf(file.path))]))
  const touchedAnywhere = new Set([...touched.values()].flatMap((those) => [...those]))
  const names = new Map<string, Map<string, Set<string>>>()
  for (const { path, addedLines } of files) {
    for (const { name, line, kind } of index.outlineOf(path)?.references ?? []) {
      // Looking a name up takes longest, and most calls have nothing to do with the change.
      if (kind !== 'call' || !(addedLines.has(line) || touchedAnywhere.has(name))) continue
      const to = index.definitions(name, path)[0]?.path
      if (to === undefined || to === path || !touched.has(to)) continue
      if (!addedLines.has(line) && !touched.get(to)?.has(name)) continue
      const calls = names.get(path) ?? new Map<string, Set<string>>()
      names.set(path, calls.set(to, (calls.get(to) ?? new Set()).add(name)))
    }
  }
  return [...names]
    .flatMap(([from, calls]) => [...calls].map(([to, called]) => ({ from, to, names: [...called].sort() })))
    .sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to))
}

/** Names of the definitions that hold a changed line. */
function touchedNames({ addedLines }: FileToDiscuss, outline: Outline | null): ReadonlySet<string> {
  const last = (outline?.definitions ?? []).reduce((most, { endLine }) => Math.max(most, endLine), 0)
  /** How many lines up to each one were added. */
  const added = new Int32Array(last + 1)
  for (let line = 1; line <= last; line += 1)
    added[line] = (added[line - 1] as number) + Number(addedLines.has(line))
  const isTouched = ({ line, endLine }: Definition) => added[endLine] !== added[Math.max(0, line - 1)]
  return new Set((outline?.definitions ?? []).filter(isTouched).map(({ name }) => name))
}

function busiest(edges: readonly Edge[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { from, to } of edges)
    for (const path of [from, to]) counts.set(path, (counts.get(path) ?? 0) + 1)
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || compareText(a, b))
    .slice(0, nodesMax)
    .map(([path]) => path)
    .sort(compareText)
}

function namesLabel(names: readonly string[]): string {
  const shown = names.slice(0, namesMax).map(label).join(', ')
  return names.length > namesMax ? `${shown} and ${names.length - namesMax} more` : shown
}

/** The end of a path tells more than its beginning. */
function label(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}_./$-]/gu, '_')
  const letters = [...plain]
  return letters.length <= labelCharactersMax ? plain : `…${letters.slice(1 - labelCharactersMax).join('')}`
}
