/** Changes of a local git repository. */
import { stat } from 'node:fs/promises'
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import type { PathBytes } from '../../domain/path/path-bytes.ts'
import type { ChangeRequest, Snapshot, Source, SourceFailure } from '../../ports/source/source.ts'
import { findMergeBase } from './find-merge-base.ts'
import { listEntries } from './list-entries.ts'
import { listTree } from './list-tree.ts'
import { locateRepository, type RepositoryPlaces } from './locate-repository.ts'
import { createNeutralRepository, type NeutralRepository } from './neutral-repository.ts'
import { objectAt } from './object-at.ts'
import { createObjectReader } from './object-reader.ts'
import { readCommitMessages } from './read-commit-messages.ts'
import { readPatches } from './read-patches.ts'
import { resolveRefs } from './resolve-refs.ts'
import { writeTree } from './write-tree.ts'

export interface GitSourceOptions {
  /** Any folder of the repository. */
  readonly folder: string
  /** A private folder that the caller removes. */
  readonly scratchFolder: string
}

interface Ends {
  readonly base: ObjectName
  readonly head: ObjectName
  readonly mergeBase: ObjectName
  readonly notes: readonly string[]
}

export function createGitSource({ folder, scratchFolder }: GitSourceOptions): Source {
  return {
    async open(request, signal) {
      if (!(await isFolder(folder))) return fail(noFolder(folder))
      const places = await locateRepository(folder, signal)
      if (!places.ok) return places
      const repository = await createNeutralRepository(places.value, scratchFolder)
      const ends = await findEnds(places.value, repository, request, signal)
      if (!ends.ok) return ends
      const entries = await listEntries(repository, ends.value.mergeBase, ends.value.head, signal)
      if (!entries.ok) return entries
      return succeed(createSnapshot(repository, ends.value, entries.value, signal))
    },
  }
}

async function findEnds(
  places: RepositoryPlaces,
  repository: NeutralRepository,
  request: ChangeRequest,
  signal: AbortSignal,
): Promise<Outcome<Ends, SourceFailure>> {
  const isRef = request.head.kind === 'ref'
  const refs = await resolveRefs(
    places,
    request.base ?? (isRef ? null : 'HEAD'),
    request.head.kind === 'ref' ? request.head.ref : 'HEAD',
    signal,
  )
  if (!refs.ok) return refs
  const { base, head } = refs.value
  const mergeBase = await findMergeBase(repository, base, head, places.isShallow, signal)
  if (!mergeBase.ok) return mergeBase
  const { commit, candidates } = mergeBase.value
  const notes =
    candidates > 1 ? [`Base and head have ${candidates} merge bases; compared with ${commit}.`] : []
  if (request.head.kind === 'ref') return succeed({ base, head, mergeBase: commit, notes })
  const tree = await writeTree(repository, places, request.head.kind, signal)
  return tree.ok ? succeed({ base, head: tree.value, mergeBase: commit, notes }) : tree
}

function createSnapshot(
  repository: NeutralRepository,
  ends: Ends,
  entries: Snapshot['entries'],
  signal: AbortSignal,
): Snapshot {
  const objects = createObjectReader(repository, signal)

  async function readFile(
    treeish: ObjectName,
    path: PathBytes,
    bytesMax: number,
  ): Promise<Outcome<Buffer | null, SourceFailure>> {
    const object = await objectAt(repository, treeish, path, signal)
    if (!object.ok) return object
    if (object.value === null) return succeed(null)
    const sizes = await objects.sizes([object.value])
    if (!sizes.ok) return sizes
    if ((sizes.value.get(object.value) ?? Number.POSITIVE_INFINITY) > bytesMax) return succeed(null)
    const contents = await objects.read([object.value])
    return contents.ok ? succeed(contents.value.get(object.value) ?? null) : contents
  }

  return {
    ...ends,
    entries,
    sizes: objects.sizes,
    read: objects.read,
    patches: (request) =>
      readPatches(repository, { base: ends.mergeBase, head: ends.head }, entries, request, signal),
    readBaseFile: (path, bytesMax) => readFile(ends.base, path, bytesMax),
    readHeadFile: (path, bytesMax) => readFile(ends.head, path, bytesMax),
    commitMessages: () => readCommitMessages(repository, ends, signal),
    headTree: () => listTree(repository, ends.head, signal),
    baseTree: () => listTree(repository, ends.mergeBase, signal),
    // The scratch folder is the caller's.
    close: objects.close,
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

function noFolder(folder: string): SourceFailure {
  return {
    kind: 'not-a-repository',
    message: `${folder} is not a folder.`,
    remedy: 'Name the repository with --repo DIR.',
  }
}
