/** One entry that differs between two trees, known by names and modes alone: nothing was read yet. */
import type { Brand } from '../brand.ts'
import type { PathBytes } from '../path/path-bytes.ts'

/** Full hexadecimal name of a git object: 40 digits, or 64 in a SHA-256 repository. */
export type ObjectName = Brand<string, 'ObjectName'>

export type EntryKind = 'file' | 'executable' | 'symlink' | 'submodule'

export interface EntrySide {
  readonly object: ObjectName
  readonly kind: EntryKind
}

export type ChangeStatus = 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'type-changed'

export interface ChangedEntry {
  readonly status: ChangeStatus
  /** At the head; at the base for a deleted entry. */
  readonly path: PathBytes
  /** Before a rename or copy, else null. */
  readonly previousPath: PathBytes | null
  /** Null for an added entry. */
  readonly base: EntrySide | null
  /** Null for a deleted entry. */
  readonly head: EntrySide | null
}
