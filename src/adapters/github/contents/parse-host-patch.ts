/** The hunks that GitHub gives without the header that git writes above them. */
import type { ChangedEntry } from '../../../domain/change/changed-entry.ts'
import type { FilePatch } from '../../../domain/diff/hunk.ts'
import { parsePatch } from '../../../domain/diff/parse-patch.ts'

/** @param patch text; the reader wants byte strings, and contents of files are compared as such */
export function parseHostPatch(entry: ChangedEntry, patch: string): FilePatch | null {
  const bytes = Buffer.from(patch, 'utf8').toString('latin1')
  // GitHub has replaced what is no UTF-8: such lines are not the file's, and the file is compared by its content.
  if (patch.includes('\uFFFD')) return null
  const [parsed] = parsePatch(`diff --git a/x b/x\n${bytes}\n`)
  if (parsed === undefined || !isWhole(parsed)) return null
  return {
    oldPath: entry.base === null ? null : (entry.previousPath ?? entry.path),
    newPath: entry.head === null ? null : entry.path,
    oldObject: entry.base?.object ?? null,
    newObject: entry.head?.object ?? null,
    isBinary: false,
    hunks: parsed.hunks,
  }
}

/** A patch that was cut short has fewer lines than its headers say. */
function isWhole({ hunks }: FilePatch): boolean {
  return hunks.every(
    ({ lines, oldCount, newCount }) =>
      lines.filter(({ oldLine }) => oldLine !== null).length === oldCount &&
      lines.filter(({ newLine }) => newLine !== null).length === newCount,
  )
}
