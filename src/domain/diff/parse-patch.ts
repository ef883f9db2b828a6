import type { FilePatch } from './hunk.ts'
import { createPatchReader } from './patch-reader.ts'

/** @param patch a byte string as `git diff` prints it, all of it in memory */
export function parsePatch(patch: string): readonly FilePatch[] {
  const files: FilePatch[] = []
  const reader = createPatchReader({ onFile: (file) => files.push(file) })
  const lines = patch.split('\n')
  if (lines[lines.length - 1] === '') lines.pop()
  for (const line of lines) reader.push(line)
  reader.end()
  return files
}
