/**
 * After base and head are here without most blobs: asks, in one batch by their names, for those that the review will
 * read. A blob of the head that did not come was left out for its size, unless the base holds it too (a copied or
 * restored file): then the host took it for known, and it is asked for here.
 */
import type { ChangedEntry, EntrySide, ObjectName } from '../../../domain/change/changed-entry.ts'
import { type Outcome, succeed } from '../../../domain/outcome.ts'
import { printPath } from '../../../domain/path/path-bytes.ts'
import { pathKind } from '../../../domain/selection/path-kinds.ts'
import type { SourceFailure } from '../../../ports/source/source.ts'
import { git } from '../git-command.ts'
import { parseRawDiff } from '../list-entries.ts'
import { objectAt } from '../object-at.ts'
import { readSizes } from '../read-objects.ts'
import type { CheckedRequest } from './cache-request.ts'
import type { Workplace } from './fetch-change.ts'

/** More than any review reads, so that what is larger is not source. */
const batchBytesMax = 64 * 1_048_576
const splitsMax = 2

/** @returns notes for the reader of the review */
export async function fetchMissingBlobs(
  place: Workplace,
  { baseSha, headSha, basePaths }: CheckedRequest,
  mergeBase: ObjectName,
): Promise<Outcome<readonly string[], SourceFailure>> {
  const neutral = await place.neutral()
  const compared = await git({
    args: ['diff-tree', '-r', '-z', '--raw', '--no-abbrev', '--no-renames', mergeBase, headSha],
    ...neutral,
    signal: place.signal,
  })
  if (!compared.ok) return compared
  const entries = parseRawDiff(compared.value.stdout).filter(isRead)
  const named = await Promise.all(basePaths.map((path) => objectAt(neutral, baseSha, path, place.signal)))
  const wanted = named.flatMap((found) => (found.ok && found.value !== null ? [found.value] : []))
  const ofBase = objectsOf(entries.map(({ base }) => base))
  const ofHead = objectsOf(entries.map(({ head }) => head))
  const sizes = await readSizes(neutral, [...new Set([...wanted, ...ofBase, ...ofHead])], place.signal)
  if (!sizes.ok) return sizes
  const lacks = (object: ObjectName) => !sizes.value.has(object)
  const restored = await heldByBase(place, ofHead.filter(lacks), mergeBase)
  if (!restored.ok) return restored
  const willLack = (side: EntrySide | null) =>
    side !== null && lacks(side.object) && !restored.value.includes(side.object)
  // What a file was before is of no use without what it is now.
  const before = objectsOf(entries.filter(({ head }) => !willLack(head)).map(({ base }) => base))
  const batch = [...new Set([...wanted, ...before, ...restored.value])].filter(lacks)
  return bring(place, batch, splitsMax)
}

/** Kinds that no review reads are not worth their bytes. */
function isRead({ path }: ChangedEntry): boolean {
  const kind = pathKind(printPath(path).text)
  return kind === null || kind === 'generated'
}

function objectsOf(sides: readonly (EntrySide | null)[]): readonly ObjectName[] {
  return sides.flatMap((side) => (side === null || side.kind === 'submodule' ? [] : [side.object]))
}

async function heldByBase(
  place: Workplace,
  blobs: readonly ObjectName[],
  mergeBase: ObjectName,
): Promise<Outcome<readonly ObjectName[], SourceFailure>> {
  if (blobs.length === 0) return succeed([])
  // The trees that the host was told we have. Those of earlier heads came with their blobs, but for the large ones.
  const listed = await git({
    args: ['rev-list', '--objects', '--no-walk', '--missing=print', '--stdin', '--glob=refs/pulls/*/base'],
    cwd: place.generation.gitDirectory,
    env: { GIT_DIR: place.generation.gitDirectory },
    stdin: `${mergeBase}\n`,
    signal: place.signal,
  })
  if (!listed.ok) return listed
  const candidates = new Set<string>(blobs)
  // `name path`, or `?name` for what is not here.
  const names = listed.value.stdout.toString('latin1').match(/^\??[0-9a-f]{40,64}/gm) ?? []
  const found = names.map((name) => name.replace('?', '')).filter((name) => candidates.has(name))
  return succeed([...new Set(found)] as ObjectName[])
}

/** Nobody tells sizes beforehand. A batch that is too large is halved, so that one huge file costs its neighbours only. */
async function bring(
  place: Workplace,
  batch: readonly ObjectName[],
  splits: number,
): Promise<Outcome<readonly string[], SourceFailure>> {
  const fetched = await fetchBlobs(place, batch)
  if (fetched.ok) return succeed([])
  const { kind } = fetched.failure
  if (kind !== 'too-large' && kind !== 'head-moved') return fetched
  if (splits === 0 || batch.length === 1) return succeed([leftBehind])
  const middle = batch.length >> 1
  const first = await bring(place, batch.slice(0, middle), splits - 1)
  if (!first.ok) return first
  const second = await bring(place, batch.slice(middle), splits - 1)
  return second.ok ? succeed([...new Set([...first.value, ...second.value])]) : second
}

const leftBehind =
  'Earlier contents of some files are too large to be fetched, so those files were not reviewed.'

/** For reading a tree: what is too large together is left out, and one that is alone says why it did not come. */
export async function bringBlobs(
  place: Workplace,
  blobs: readonly ObjectName[],
): Promise<Outcome<unknown, SourceFailure>> {
  return blobs.length <= 1 ? fetchBlobs(place, blobs) : bring(place, blobs, splitsMax)
}

/** Objects asked for by name come whatever the filter says; nothing is told of what is here. */
async function fetchBlobs(
  place: Pick<Workplace, 'fetch'>,
  blobs: readonly ObjectName[],
): Promise<Outcome<null, SourceFailure>> {
  const shape = { filter: 'blob:none', depth: null, negotiates: false, bytesMax: batchBytesMax } as const
  return blobs.length === 0 ? succeed(null) : place.fetch(shape, blobs)
}
