/**
 * Files of the head and of the base by the path that people read, for models that ask for them and for the context.
 * A path is looked up in the tree's own listing and given to nobody; what is not a plain file is not in there.
 */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { printPath } from '../../domain/path/path-bytes.ts'
import type { FileToDiscuss } from '../../ports/agents/agents.ts'
import type { Snapshot, TreeFile } from '../../ports/source/source.ts'
import { type FileText, rememberTexts } from './remember-texts.ts'

export type { FileText }
export type TreeSide = 'head' | 'base'

export interface TreeReader {
  /** Paths of plain files in the order of their bytes; null where the tree cannot be listed. */
  paths(side: TreeSide): Promise<readonly string[] | null>
  /** Those that could be read, by path. */
  read(side: TreeSide, paths: readonly string[]): Promise<ReadonlyMap<string, FileText>>
  /** What the change calls the file of this path on the other side, when it renamed it; else the path itself. */
  earlierPath(path: string): string
}

export interface TreeReaderSources {
  readonly snapshot: Snapshot
  readonly files: readonly FileToDiscuss[]
}

const fileBytesMax = 1_048_576

export function createTreeReader({ snapshot, files }: TreeReaderSources): TreeReader {
  const listings = new Map<TreeSide, Promise<Listing>>()
  const texts = rememberTexts(snapshot, fileBytesMax)
  const changed = { head: new Map<string, string>(), base: new Map<string, string>() }
  const renamedFrom = new Map<string, string>()
  // A file that only moved is not among the files that are read.
  for (const { path, previousPath } of snapshot.entries) {
    if (previousPath !== null) renamedFrom.set(printPath(path).text, printPath(previousPath).text)
  }
  for (const { path, head, base } of files) {
    const earlier = renamedFrom.get(path) ?? path
    if (head !== null) changed.head.set(path, head)
    if (base !== null) changed.base.set(earlier, base)
  }

  function listing(side: TreeSide): Promise<Listing> {
    const known = listings.get(side)
    if (known !== undefined) return known
    const listed = list(snapshot, side)
    listings.set(side, listed)
    return listed
  }

  return {
    async paths(side) {
      const listed = await listing(side)
      return listed.isComplete ? [...listed.objects.keys()] : null
    },

    async read(side, paths) {
      const found = new Map<string, FileText>()
      const wanted = new Map<string, ObjectName>()
      const unread = paths.filter((path) => {
        const text = changed[side].get(path)
        if (text !== undefined) found.set(path, { kind: 'text', text })
        return text === undefined
      })
      if (unread.length === 0) return found
      const { objects } = await listing(side)
      for (const path of unread) {
        const object = objects.get(path)
        if (object !== undefined) wanted.set(path, object)
      }
      const read = await texts.read([...new Set(wanted.values())])
      for (const [path, object] of wanted) {
        const text = read.get(object)
        if (text !== undefined) found.set(path, text)
      }
      return found
    },

    earlierPath: (path) => renamedFrom.get(path) ?? path,
  }
}

interface Listing {
  readonly objects: ReadonlyMap<string, ObjectName>
  readonly isComplete: boolean
}

async function list(snapshot: Snapshot, side: TreeSide): Promise<Listing> {
  const tree = await (side === 'head' ? snapshot.headTree() : snapshot.baseTree())
  if (!tree.ok || tree.value === null) return { objects: new Map(), isComplete: false }
  return { objects: objectsByPath(tree.value), isComplete: true }
}

function objectsByPath(files: readonly TreeFile[]): ReadonlyMap<string, ObjectName> {
  return new Map(files.map(({ path, object }) => [printPath(path).text, object]))
}
