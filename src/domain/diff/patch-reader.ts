/**
 * Reads a git patch line by line, so that one of any size passes through without being held.
 *
 * Content can imitate headers, therefore nothing is recognised by look inside a hunk: the counts in the hunk's own
 * header say how many lines belong to it.
 */
import type { ObjectName } from '../change/changed-entry.ts'
import type { PathBytes } from '../path/path-bytes.ts'
import type { FilePatch, Hunk, HunkLine } from './hunk.ts'
import { readPatchPaths, unquotePath } from './patch-path.ts'

export interface PatchReader {
  /** @param line a byte string without its LF */
  push(line: string): void
  /** Ends the last file. Calling `push` afterwards is a bug. */
  end(): void
}

/** What is known of a file when its lines begin. */
export type PatchHeader = Omit<FilePatch, 'hunks' | 'isBinary'>

export interface PatchReaderOptions {
  /** False: the file's lines pass by unread, and its patch has no hunks. */
  readonly wants?: (header: PatchHeader) => boolean
  readonly onFile: (patch: FilePatch) => void
}

type Draft<Value> = { -readonly [Key in keyof Value]: Value[Key] }

interface OpenHunk {
  readonly hunk: Draft<Hunk> & { lines: HunkLine[] }
  oldLine: number
  newLine: number
  oldLeft: number
  newLeft: number
}

const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

export function createPatchReader({ wants = () => true, onFile }: PatchReaderOptions): PatchReader {
  let file: (Draft<FilePatch> & { hunks: Hunk[] }) | null = null
  let keeps: boolean | null = null
  let open: OpenHunk | null = null

  function finishFile(): void {
    if (file !== null) onFile(file)
    file = null
    keeps = null
    open = null
  }

  function startFile(line: string): void {
    finishFile()
    const { oldPath, newPath } = readPatchPaths(line)
    file = { oldPath, newPath, oldObject: null, newObject: null, isBinary: false, hunks: [] }
  }

  function startHunk(current: Draft<FilePatch> & { hunks: Hunk[] }, line: string): void {
    const numbers = hunkHeader.exec(line)
    if (numbers === null) return
    keeps ??= wants(current)
    const oldStart = Number(numbers[1])
    const oldCount = Number(numbers[2] ?? 1)
    const newStart = Number(numbers[3])
    const newCount = Number(numbers[4] ?? 1)
    const hunk = { oldStart, oldCount, newStart, newCount, lines: [] }
    if (keeps) current.hunks.push(hunk)
    open = {
      hunk,
      oldLine: oldCount === 0 ? oldStart + 1 : oldStart,
      newLine: newCount === 0 ? newStart + 1 : newStart,
      oldLeft: oldCount,
      newLeft: newCount,
    }
  }

  return {
    push(line) {
      if (open !== null && (open.oldLeft > 0 || open.newLeft > 0))
        return readHunkLine(open, line, keeps === true)
      if (line.startsWith('\\')) return markMissingNewline(open)
      if (line.startsWith('diff --git ')) return startFile(line)
      if (file === null) return
      if (line.startsWith('@@ ')) return startHunk(file, line)
      if (open === null) readExtendedHeader(file, line)
    },
    end: finishFile,
  }
}

function readHunkLine(open: OpenHunk, line: string, keep: boolean): void {
  const mark = line[0]
  if (mark === '\\') {
    markMissingNewline(open)
    return
  }
  const isOld = mark !== '+'
  const isNew = mark !== '-'
  if (keep) {
    open.hunk.lines.push({
      kind: !isOld ? 'added' : !isNew ? 'removed' : 'context',
      oldLine: isOld ? open.oldLine : null,
      newLine: isNew ? open.newLine : null,
      text: line.slice(1),
      endsWithoutNewline: false,
    })
  }
  if (isOld) {
    open.oldLine += 1
    open.oldLeft -= 1
  }
  if (isNew) {
    open.newLine += 1
    open.newLeft -= 1
  }
}

function markMissingNewline(open: OpenHunk | null): void {
  const last = open?.hunk.lines.pop()
  if (last !== undefined) open?.hunk.lines.push({ ...last, endsWithoutNewline: true })
}

/** The lines between `diff --git` and the first hunk. A later line knows better than an earlier one. */
function readExtendedHeader(file: Draft<FilePatch>, line: string): void {
  if (line.startsWith('index ')) {
    const names = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/.exec(line)
    file.oldObject = objectOrNull(names?.[1])
    file.newObject = objectOrNull(names?.[2])
  } else if (line.startsWith('new file mode ')) file.oldPath = null
  else if (line.startsWith('deleted file mode ')) file.newPath = null
  else if (line.startsWith('rename from ')) file.oldPath = unquotePath(line.slice('rename from '.length))
  else if (line.startsWith('rename to ')) file.newPath = unquotePath(line.slice('rename to '.length))
  else if (line.startsWith('copy from ')) file.oldPath = unquotePath(line.slice('copy from '.length))
  else if (line.startsWith('copy to ')) file.newPath = unquotePath(line.slice('copy to '.length))
  else if (line.startsWith('--- ')) file.oldPath = sidePath(line.slice(4), 'a/')
  else if (line.startsWith('+++ ')) file.newPath = sidePath(line.slice(4), 'b/')
  else if (line.startsWith('Binary files ') || line === 'GIT binary patch') file.isBinary = true
}

/** `--- a/name`, quoted when the name is odd, with a tab behind it when the name holds a blank. */
function sidePath(written: string, prefix: string): PathBytes | null {
  if (written === '/dev/null') return null
  const path = unquotePath(written.endsWith('\t') ? written.slice(0, -1) : written)
  return (path.startsWith(prefix) ? path.slice(prefix.length) : path) as PathBytes
}

function objectOrNull(name: string | undefined): ObjectName | null {
  return name === undefined || /^0+$/.test(name) ? null : (name as ObjectName)
}
