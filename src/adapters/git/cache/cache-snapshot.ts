/**
 * A change as the cache holds it. The change itself is here; what else of its trees is read is fetched then, in one
 * batch. A cache that turns out to be damaged while it is read is fetched anew once, behind the reader's back.
 */
import { randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectName } from '../../../domain/change/changed-entry.ts'
import { type Outcome, succeed } from '../../../domain/outcome.ts'
import type { PathBytes } from '../../../domain/path/path-bytes.ts'
import type { Snapshot, SourceFailure } from '../../../ports/source/source.ts'
import { listTree } from '../list-tree.ts'
import { createNeutralRepository, type NeutralRepository } from '../neutral-repository.ts'
import { objectAt } from '../object-at.ts'
import { createObjectReader, type ObjectReader } from '../object-reader.ts'
import { readCommitMessages } from '../read-commit-messages.ts'
import { readPatches } from '../read-patches.ts'
import type { CheckedRequest } from './cache-request.ts'
import { type Generation, markDamaged } from './cached-repository.ts'
import type { FetchedChange } from './fetch-change.ts'
import type { Lease } from './lease.ts'
import { listPresentEntries, type PresentChange } from './list-present-entries.ts'

export interface Borrowed {
  readonly generation: Generation
  readonly change: FetchedChange
  readonly lease: Lease
  readonly repository: NeutralRepository
  readonly objects: ObjectReader
  /** Removes the private folder and ends the lease. */
  giveBack(): Promise<void>
}

export interface SnapshotParts {
  readonly request: CheckedRequest
  readonly signal: AbortSignal
  readonly borrow: () => Promise<Outcome<Borrowed, SourceFailure>>
  /** Brings these blobs into the generation, but for those that are too large together. */
  readonly fetchBlobs: (
    generation: Generation,
    blobs: readonly ObjectName[],
  ) => Promise<Outcome<unknown, SourceFailure>>
}

type Contents = Outcome<ReadonlyMap<ObjectName, Buffer>, SourceFailure>

export async function openCacheSnapshot(parts: SnapshotParts): Promise<Outcome<Snapshot, SourceFailure>> {
  const { request, signal } = parts
  const first = await parts.borrow()
  if (!first.ok) return first
  let borrowed = first.value
  let isHealed = false
  const { mergeBase, notes } = borrowed.change

  async function reading<Value>(
    read: (from: Borrowed) => Promise<Outcome<Value, SourceFailure>>,
  ): Promise<Outcome<Value, SourceFailure>> {
    const from = borrowed
    const outcome = await read(from)
    if (outcome.ok || !isDamage(outcome.failure)) return outcome
    // Another read may have healed it meanwhile.
    const healed = borrowed === from ? await heal() : succeed(null)
    return healed.ok ? read(borrowed) : outcome
  }

  async function heal(): Promise<Outcome<null, SourceFailure>> {
    if (isHealed) return { ok: false, failure: damagedAgain }
    isHealed = true
    await markDamaged(borrowed.generation)
    const again = await parts.borrow()
    if (!again.ok) return again
    const old = borrowed
    borrowed = again.value
    await old.giveBack()
    return succeed(null)
  }

  const list = ({ repository }: Borrowed) =>
    listPresentEntries(repository, request.headSha.length, mergeBase, request.headSha, signal)
  const listed = await reading(list)
  if (!listed.ok) {
    await borrowed.giveBack()
    return listed
  }
  const { entries } = listed.value
  // What of these did not come with the change was too large to.
  const ofChange = new Set(
    entries.flatMap(({ base, head }) => [base, head]).flatMap((side) => (side === null ? [] : [side.object])),
  )
  const present = new WeakMap<Borrowed, PresentChange>([[borrowed, listed.value]])

  async function treesOf(from: Borrowed): Promise<Outcome<PresentChange['trees'], SourceFailure>> {
    const known = present.get(from)
    if (known !== undefined) return succeed(known.trees)
    const change = await list(from)
    if (!change.ok) return change
    present.set(from, change.value)
    return succeed(change.value.trees)
  }

  async function readOrFetch(from: Borrowed, objects: readonly ObjectName[]): Promise<Contents> {
    const here = await readWhole(from.objects, objects)
    if (!here.ok) return here
    const missing = [...new Set(objects)].filter((object) => !here.value.has(object) && !ofChange.has(object))
    if (missing.length === 0) return here
    const fetched = await parts.fetchBlobs(from.generation, missing)
    // Without a network the reader gets what there is; damage is healed.
    if (!fetched.ok) return isDamage(fetched.failure) ? fetched : here
    const more = await readWhole(from.objects, missing)
    return more.ok ? succeed(new Map([...here.value, ...more.value])) : more
  }

  function readFile(commit: ObjectName, path: PathBytes, bytesMax: number) {
    return reading(async (from): Promise<Outcome<Buffer | null, SourceFailure>> => {
      const object = await objectAt(from.repository, commit, path, signal)
      if (!object.ok || object.value === null) return object.ok ? succeed(null) : object
      const name = object.value
      let sizes = await from.objects.sizes([name])
      if (sizes.ok && !sizes.value.has(name)) {
        const fetched = await parts.fetchBlobs(from.generation, [name])
        if (!fetched.ok) return fetched.failure.kind === 'too-large' ? succeed(null) : fetched
        sizes = await from.objects.sizes([name])
      }
      if (!sizes.ok) return sizes
      if ((sizes.value.get(name) ?? Number.POSITIVE_INFINITY) > bytesMax) return succeed(null)
      const contents = await from.objects.read([name])
      return contents.ok ? succeed(contents.value.get(name) ?? null) : contents
    })
  }

  return succeed({
    base: request.baseSha,
    head: request.headSha,
    mergeBase,
    notes,
    entries,
    sizes: (objects) => reading((from) => from.objects.sizes(objects)),
    read: (objects) => reading((from) => readOrFetch(from, objects)),
    patches: (wanted) =>
      reading(async (from) => {
        const trees = await treesOf(from)
        return trees.ok ? readPatches(from.repository, trees.value, entries, wanted, signal) : trees
      }),
    readBaseFile: (path, bytesMax) => readFile(request.baseSha, path, bytesMax),
    readHeadFile: (path, bytesMax) => readFile(request.headSha, path, bytesMax),
    commitMessages: () =>
      readCommitMessages(borrowed.repository, { mergeBase, head: request.headSha }, signal),
    headTree: () => reading(({ repository }) => listTree(repository, request.headSha, signal)),
    baseTree: () => reading(({ repository }) => listTree(repository, mergeBase, signal)),
    close: () => borrowed.giveBack(),
  })
}

export async function borrowGeneration(
  generation: Generation,
  change: FetchedChange,
  lease: Lease,
  scratchFolder: string,
  objectFormat: 'sha1' | 'sha256',
  signal: AbortSignal,
): Promise<Borrowed> {
  const folder = join(scratchFolder, `cache-${randomUUID()}`)
  const repository = await neutralFor(generation, folder, objectFormat)
  const objects = createObjectReader(repository, signal)
  return {
    generation,
    change,
    lease,
    repository,
    objects,
    giveBack: async () => {
      await objects.close()
      await rm(folder, { recursive: true, force: true })
      await lease.end()
    },
  }
}

/** The objects of a generation, without its configuration and refs, and so without anything to fetch from. */
export async function neutralFor(
  { gitDirectory }: Generation,
  folder: string,
  objectFormat: 'sha1' | 'sha256',
): Promise<NeutralRepository> {
  return createNeutralRepository(
    {
      gitDirectory,
      objects: join(gitDirectory, 'objects'),
      index: join(gitDirectory, 'index'),
      shallowFile: join(gitDirectory, 'shallow'),
      excludeFile: join(gitDirectory, 'info', 'exclude'),
      isBare: true,
      isShallow: await isShallow(gitDirectory),
      objectFormat,
      workTree: null,
    },
    folder,
  )
}

export async function isShallow(gitDirectory: string): Promise<boolean> {
  return stat(join(gitDirectory, 'shallow')).then(
    (found) => found.size > 0,
    () => false,
  )
}

/** An object that was there when its size was asked for and whose content git does not give is damaged. */
async function readWhole(reader: ObjectReader, objects: readonly ObjectName[]): Promise<Contents> {
  const contents = await reader.read(objects)
  if (!contents.ok) return contents
  const absent = objects.filter((object) => !contents.value.has(object))
  const sizes = await reader.sizes(absent)
  if (!sizes.ok) return sizes
  return sizes.value.size > 0 ? { ok: false, failure: damagedAgain } : contents
}

function isDamage({ kind }: SourceFailure): boolean {
  return kind === 'git-failed' || kind === 'objects-missing'
}

const damagedAgain: SourceFailure = {
  kind: 'git-failed',
  message: 'The cached copy of the repository is damaged.',
  remedy: 'Try again: it is fetched anew. If it stays so, check the disk of the cache.',
}
