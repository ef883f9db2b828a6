/**
 * Every file of a tree, by name and object; no content is opened. Read as it comes and ended at a bound, because a
 * few small trees that hold each other many times over name more files than there is memory.
 */
import type { ObjectName } from '../../domain/change/changed-entry.ts'
import { type Outcome, succeed } from '../../domain/outcome.ts'
import { pathBytes } from '../../domain/path/path-bytes.ts'
import type { SourceFailure, TreeFile } from '../../ports/source/source.ts'
import { streamGit } from './git-command.ts'
import type { NeutralRepository } from './neutral-repository.ts'

export interface TreeBounds {
  readonly entriesMax: number
  /** Of git's list, most of which are paths. */
  readonly bytesMax: number
}

const boundsDefault: TreeBounds = { entriesMax: 200_000, bytesMax: 32 * 1_048_576 }

/** @returns null for a tree that is larger than the bounds */
export async function listTree(
  repository: NeutralRepository,
  treeish: ObjectName,
  signal: AbortSignal,
  { entriesMax, bytesMax }: TreeBounds = boundsDefault,
): Promise<Outcome<readonly TreeFile[] | null, SourceFailure>> {
  const files: TreeFile[] = []
  let entries = 0
  let bytes = 0
  let isCut = false
  const listed = await streamGit(
    { args: ['ls-tree', '-r', '-z', '--full-tree', treeish], ...repository, signal },
    async (stdout) => {
      let rest: Buffer = Buffer.alloc(0)
      for await (const chunk of stdout as AsyncIterable<Buffer>) {
        bytes += chunk.length
        rest = takeEntries(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]), (entry) => {
          entries += 1
          const file = fileOf(entry)
          if (file !== null) files.push(file)
        })
        isCut = entries > entriesMax || bytes > bytesMax
        // Git ends when nobody reads it any more.
        if (isCut) break
      }
    },
  )
  if (isCut) return succeed(null)
  if (!listed.ok) return listed
  return succeed(files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)))
}

/** @returns what comes after the last whole entry */
function takeEntries(bytes: Buffer, onEntry: (entry: Buffer) => void): Buffer {
  let from = 0
  for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, from)) {
    onEntry(bytes.subarray(from, end))
    from = end + 1
  }
  return bytes.subarray(from)
}

/** `100644 blob object TAB path`; null for links and submodules. */
function fileOf(entry: Buffer): TreeFile | null {
  const tab = entry.indexOf(9)
  const [mode = '', , object = ''] = entry.toString('latin1', 0, tab).split(' ')
  if (!mode.startsWith('100')) return null
  return { path: pathBytes(entry.subarray(tab + 1)), object: object as ObjectName }
}
