/** A piece of a unified diff. Texts are byte strings (one character a byte), because a file need not be UTF-8. */
import type { ObjectName } from '../change/changed-entry.ts'
import type { PathBytes } from '../path/path-bytes.ts'

export type Side = 'LEFT' | 'RIGHT'

export interface HunkLine {
  readonly kind: 'context' | 'added' | 'removed'
  /** From 1; null for an added line. */
  readonly oldLine: number | null
  /** From 1; null for a removed line. */
  readonly newLine: number | null
  /** Without its LF. */
  readonly text: string
  /** True for a last line that has no LF. */
  readonly endsWithoutNewline: boolean
}

export interface Hunk {
  /** As in the header `@@ -oldStart,oldCount +newStart,newCount @@`; with a count of 0 the start is the line before. */
  readonly oldStart: number
  readonly oldCount: number
  readonly newStart: number
  readonly newCount: number
  readonly lines: readonly HunkLine[]
}

export interface FilePatch {
  /** Null when the file does not exist on that side. */
  readonly oldPath: PathBytes | null
  readonly newPath: PathBytes | null
  /** Null when the patch names no objects, as for a pure rename or mode change. */
  readonly oldObject: ObjectName | null
  readonly newObject: ObjectName | null
  /** True when git gave no lines because one side is binary or above the size bound. */
  readonly isBinary: boolean
  readonly hunks: readonly Hunk[]
}
