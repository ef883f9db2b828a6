/** What changed, with renames found among the files whose contents are here, and the others by name alone. */
import type { ChangedEntry, EntrySide, ObjectName } from '../../../domain/change/changed-entry.ts'
import { type Outcome, succeed } from '../../../domain/outcome.ts'
import type { SourceFailure } from '../../../ports/source/source.ts'
import { listEntries } from '../list-entries.ts'
import type { NeutralRepository } from '../neutral-repository.ts'
import { readSizes } from '../read-objects.ts'
import { type PresentTrees, writePresentTrees } from './present-trees.ts'

export interface PresentChange {
  readonly entries: readonly ChangedEntry[]
  /** What lines are read from: the commits, or trees without the files whose contents are missing. */
  readonly trees: PresentTrees
  readonly missing: number
}

export async function listPresentEntries(
  repository: NeutralRepository,
  objectLength: number,
  mergeBase: ObjectName,
  head: ObjectName,
  signal: AbortSignal,
): Promise<Outcome<PresentChange, SourceFailure>> {
  // Equal contents are found by name; nothing is opened.
  const byName = await listEntries(repository, mergeBase, head, signal, ['--find-renames=100%', '-l1000'])
  if (!byName.ok) return byName
  const sides = byName.value.flatMap(({ base, head }) => [base, head]).filter(isBlob)
  const sizes = await readSizes(repository, [...new Set(sides.map(({ object }) => object))], signal)
  if (!sizes.ok) return sizes
  const isHere = ({ base, head }: ChangedEntry) =>
    [base, head].filter(isBlob).every(({ object }) => sizes.value.has(object))
  const here = byName.value.filter(isHere)
  const missing = byName.value.filter((entry) => !isHere(entry))
  const trees =
    missing.length === 0
      ? { base: mergeBase, head }
      : await writePresentTrees(repository.env.GIT_OBJECT_DIRECTORY ?? '', here, objectLength)
  const found = await listEntries(repository, trees.base, trees.head, signal)
  if (!found.ok) return found
  const entries = [...found.value, ...missing].sort((a, b) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
  )
  return succeed({ entries, trees, missing: missing.length })
}

function isBlob(side: EntrySide | null): side is EntrySide {
  return side !== null && side.kind !== 'submodule'
}
