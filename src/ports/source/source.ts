/**
 * Where a change is read from. Promise: nothing of the change is executed, checked out or honoured as configuration,
 * the repository stays as it was, and sizes are known before contents are asked for.
 */
import type { ChangedEntry, ObjectName } from '../../domain/change/changed-entry.ts'
import type { FilePatch } from '../../domain/diff/hunk.ts'
import type { Outcome } from '../../domain/outcome.ts'
import type { PathBytes } from '../../domain/path/path-bytes.ts'

export interface ChangeRequest {
  /** A ref or commit; null for the default branch (for a ref head) or HEAD (for the index and the working tree). */
  readonly base: string | null
  readonly head: HeadRequest
}

export type HeadRequest =
  | { readonly kind: 'ref'; readonly ref: string }
  | { readonly kind: 'staged' }
  | { readonly kind: 'working-tree' }

export interface SourceFailure {
  readonly kind:
    | 'git-missing'
    | 'not-a-repository'
    | 'unknown-ref'
    | 'unrelated'
    | 'shallow'
    | 'objects-missing'
    | 'unmerged'
    | 'timed-out'
    | 'git-failed'
    /** The code host said no: token, permission, or no such repository. */
    | 'refused'
    /** The code host did not answer, or with an error of its own: later it may. */
    | 'unreachable'
    /** More bytes than one review may fetch. */
    | 'too-large'
    /** A commit that was asked for is no longer there: the branch was pushed over. */
    | 'head-moved'
  /** What is wrong and where, in one sentence. */
  readonly message: string
  /** What to do next, in one sentence. */
  readonly remedy: string
}

export interface Source {
  /** The caller closes the snapshot. */
  open(request: ChangeRequest, signal: AbortSignal): Promise<Outcome<Snapshot, SourceFailure>>
}

export interface PatchRequest {
  /** Called once for each file that has lines; false lets them pass by unread. */
  readonly wants: (entry: ChangedEntry) => boolean
  /** A file of more bytes than this on either side gives no lines. */
  readonly fileBytesMax: number
}

export interface Snapshot {
  /** Commits; `head` is a tree for the index and the working tree. */
  readonly base: ObjectName
  readonly head: ObjectName
  /** What the head is compared with. */
  readonly mergeBase: ObjectName
  /** Sentences that the reader of the review must know, e.g. that there were several merge bases. */
  readonly notes: readonly string[]
  /** Every entry that differs between merge base and head, in the order of the paths' bytes. */
  readonly entries: readonly ChangedEntry[]
  /** Bytes of each object; an object that is not there is absent from the map. */
  sizes(objects: readonly ObjectName[]): Promise<Outcome<ReadonlyMap<ObjectName, number>, SourceFailure>>
  /**
   * Contents, in no particular order; the caller asked for sizes first. Objects that are not there are absent. An object
   * of a tree that is no part of the change may have no size and be there all the same: it is fetched when it is read.
   */
  read(objects: readonly ObjectName[]): Promise<Outcome<ReadonlyMap<ObjectName, Buffer>, SourceFailure>>
  /** Line changes by entry. Entries without lines (pure renames, modes, binaries) are absent or have no hunks. */
  patches(request: PatchRequest): Promise<Outcome<ReadonlyMap<ChangedEntry, FilePatch>, SourceFailure>>
  /** A file of the base commit (not the merge base), or null when it is not there or above `bytesMax`. */
  readBaseFile(path: PathBytes, bytesMax: number): Promise<Outcome<Buffer | null, SourceFailure>>
  /** The same of the head. */
  readHeadFile(path: PathBytes, bytesMax: number): Promise<Outcome<Buffer | null, SourceFailure>>
  /** Messages of the commits between merge base and head, oldest first; none where they cannot be read cheaply. Hostile. */
  commitMessages(): Promise<readonly string[]>
  /** Every file of the head's tree, in the order of the paths' bytes; null where that cannot be listed cheaply. */
  headTree(): Promise<Outcome<readonly TreeFile[] | null, SourceFailure>>
  /** The same of the merge base's. */
  baseTree(): Promise<Outcome<readonly TreeFile[] | null, SourceFailure>>
  close(): Promise<void>
}

/** A file, executable or not; links and submodules are left out. */
export interface TreeFile {
  readonly path: PathBytes
  readonly object: ObjectName
}
