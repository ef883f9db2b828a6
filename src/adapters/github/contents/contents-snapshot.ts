/** A pull request's change in hand: names and lines are known, contents are fetched one by one. */
import type { ChangedEntry, ObjectName } from '../../../domain/change/changed-entry.ts'
import type { FilePatch } from '../../../domain/diff/hunk.ts'
import { fail, type Outcome, succeed } from '../../../domain/outcome.ts'
import { type PathBytes, printPath } from '../../../domain/path/path-bytes.ts'
import type { CommitSha } from '../../../domain/repository/commit-sha.ts'
import type { HostFailure } from '../../../ports/code-host/host-failure.ts'
import type { Snapshot, SourceFailure } from '../../../ports/source/source.ts'
import type { Api } from '../api/create-api.ts'
import type { PullLocation } from '../locations.ts'
import { BlobAnswer } from './answers.ts'
import type { Changes } from './list-changes.ts'
import { parseHostPatch } from './parse-host-patch.ts'
import { readTree, type Tree } from './read-trees.ts'
import { toSourceFailure } from './source-failures.ts'

export interface ContentsSnapshotOptions {
  readonly api: Api
  readonly location: PullLocation
  readonly base: CommitSha
  readonly head: CommitSha
  readonly mergeBase: CommitSha
  readonly notes: readonly string[]
  readonly listed: Changes
  /** Of merge base and head, as they were listed already. */
  readonly listedTrees: { readonly base: Tree; readonly head: Tree }
  readonly signal: AbortSignal
}

export const blobsMax = 300
const bytesMax = 50 * 1_048_576
const blobBytesMax = 10 * 1_048_576
const atOnce = 8
const foldersMax = 20

export function createContentsSnapshot(options: ContentsSnapshotOptions): Snapshot {
  const { api, location, listed, signal } = options
  const within = withinBounds(listed)
  const trees = new Map<CommitSha, Promise<Outcome<Tree, HostFailure>>>()

  async function fetchBlob(object: ObjectName): Promise<Outcome<Buffer | null, HostFailure>> {
    const { owner, repo } = location.parameters
    const answer = await api.call({
      installation: location.installation,
      route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
      parameters: { owner, repo, file_sha: object },
      schema: BlobAnswer,
      signal,
    })
    if (!answer.ok) return answer.failure.kind === 'not-found' ? succeed(null) : answer
    const { content, encoding } = answer.value.value
    return succeed(Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'))
  }

  async function readFile(
    commit: CommitSha,
    path: PathBytes,
    fileBytesMax: number,
  ): Promise<Outcome<Buffer | null, SourceFailure>> {
    const printed = printPath(path)
    if (!printed.isUtf8) return succeed(null)
    const known = trees.get(commit) ?? readTree(api, location, commit, foldersMax, signal)
    trees.set(commit, known)
    const tree = await known
    if (!tree.ok) return fail(toSourceFailure(tree.failure))
    const node = await tree.value.find(printed.text)
    if (!node.ok) return fail(toSourceFailure(node.failure))
    const found = node.value?.mode.startsWith('100') ? node.value : null
    const size = found?.size ?? Number.POSITIVE_INFINITY
    if (found === null || size > Math.min(fileBytesMax, blobBytesMax)) return succeed(null)
    const blob = await fetchBlob(found.sha)
    return blob.ok ? succeed(blob.value) : fail(toSourceFailure(blob.failure))
  }

  return {
    base: options.base as string as ObjectName,
    head: options.head as string as ObjectName,
    mergeBase: options.mergeBase as string as ObjectName,
    notes: within.isWhole
      ? options.notes
      : [
          ...options.notes,
          `No more than ${blobsMax} contents are read that way; files beyond were left out.`,
        ],
    entries: listed.changes.map(({ entry }) => entry),

    async sizes(objects) {
      return succeed(
        new Map(
          objects.flatMap((object) => {
            const size = within.objects.has(object) ? listed.sizes.get(object) : undefined
            return size === undefined ? [] : [[object, size] as const]
          }),
        ),
      )
    },

    async read(objects) {
      const contents = new Map<ObjectName, Buffer>()
      const wanted = [...new Set(objects)].filter(
        (object) => within.objects.has(object) && (listed.sizes.get(object) ?? 0) <= blobBytesMax,
      )
      for (let at = 0; at < wanted.length; at += atOnce) {
        const batch = wanted.slice(at, at + atOnce)
        const blobs = await Promise.all(batch.map(fetchBlob))
        for (const [place, blob] of blobs.entries()) {
          if (!blob.ok) return fail(toSourceFailure(blob.failure))
          if (blob.value !== null) contents.set(batch[place] as ObjectName, blob.value)
        }
      }
      return succeed(contents)
    },

    async patches({ wants, fileBytesMax }) {
      const patches = new Map<ChangedEntry, FilePatch>()
      for (const { entry, patch } of listed.changes) {
        if (patch === null || !wants(entry)) continue
        const sizes = [entry.base, entry.head].map((side) =>
          side === null ? 0 : (listed.sizes.get(side.object) ?? 0),
        )
        if (Math.max(...sizes) > fileBytesMax) continue
        const parsed = parseHostPatch(entry, patch)
        if (parsed !== null) patches.set(entry, parsed)
      }
      return succeed(patches)
    },

    readBaseFile: (path, fileBytesMax) => readFile(options.base, path, fileBytesMax),
    readHeadFile: (path, fileBytesMax) => readFile(options.head, path, fileBytesMax),
    // Another page of requests for words that decide nothing.
    commitMessages: async () => [],
    headTree: async () => succeed(options.listedTrees.head.files()),
    baseTree: async () => succeed(options.listedTrees.base.files()),
    // Nothing is kept open between calls.
    close: async () => {},
  }
}

/** Whole files, in their order, until the bound on requests or bytes: half a file cannot be reviewed. */
function withinBounds({ changes, sizes }: Changes): {
  readonly objects: ReadonlySet<ObjectName>
  readonly isWhole: boolean
} {
  const objects = new Set<ObjectName>()
  let bytes = 0
  let isWhole = true
  for (const { entry } of changes) {
    const sides = [entry.base, entry.head].flatMap((side) =>
      side === null || side.kind === 'submodule' || objects.has(side.object) ? [] : [side.object],
    )
    const more = sides.reduce((sum, object) => sum + (sizes.get(object) ?? 0), 0)
    // A file that is too large to be read takes no place from the others.
    if (sides.some((object) => (sizes.get(object) ?? 0) > blobBytesMax)) {
      for (const object of sides) objects.add(object)
      continue
    }
    if (objects.size + sides.length > blobsMax || bytes + more > bytesMax) {
      isWhole = false
      continue
    }
    bytes += more
    for (const object of sides) objects.add(object)
  }
  return { objects, isWhole }
}
