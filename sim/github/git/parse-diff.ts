/** What `git diff --raw -z -p` prints, as files with hunks. */
export type DiffSide = 'LEFT' | 'RIGHT'

export interface DiffHunk {
  readonly oldStart: number
  readonly oldLines: number
  readonly newStart: number
  readonly newLines: number
  /** The `@@` line first. */
  readonly lines: readonly string[]
}

export interface DiffFile {
  readonly path: string
  readonly previousPath: string | null
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed'
  /** Of the new side; of the old side when the file is removed. */
  readonly sha: string
  readonly additions: number
  readonly deletions: number
  readonly hunks: readonly DiffHunk[]
  /** As git prints it, from `diff --git` on. */
  readonly section: string
}

interface RawEntry {
  readonly letter: string
  readonly oldSha: string
  readonly newSha: string
  readonly oldPath: string
  readonly newPath: string
}

export function parseDiff(output: string): readonly DiffFile[] {
  const { entries, rest } = parseRaw(output)
  const sections = rest === '' ? [] : rest.split(/^(?=diff --git )/m)
  let at = 0
  return entries.map((entry) => {
    // A file that becomes a link (T) is printed as a removal and an addition.
    const count = entry.letter === 'T' ? 2 : 1
    const section = sections.slice(at, at + count).join('')
    at += count
    return toFile(entry, section)
  })
}

function parseRaw(output: string): { entries: readonly RawEntry[]; rest: string } {
  const entries: RawEntry[] = []
  let at = 0
  const field = (): string => {
    const end = output.indexOf('\0', at)
    const text = output.slice(at, end)
    at = end + 1
    return text
  }
  while (output[at] === ':') {
    const [, , oldSha = '', newSha = '', kind = ''] = field().split(' ')
    const letter = kind[0] ?? ''
    const oldPath = field()
    const newPath = letter === 'R' || letter === 'C' ? field() : oldPath
    entries.push({ letter, oldSha, newSha, oldPath, newPath })
  }
  return { entries, rest: output.slice(at).replace(/^\0/, '') }
}

const statuses: Readonly<Record<string, DiffFile['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
}

function toFile(entry: RawEntry, section: string): DiffFile {
  const hunks = parseHunks(section)
  const count = (sign: string) =>
    hunks.reduce((sum, hunk) => sum + hunk.lines.slice(1).filter((line) => line.startsWith(sign)).length, 0)
  return {
    path: entry.newPath,
    previousPath: entry.newPath === entry.oldPath ? null : entry.oldPath,
    status: statuses[entry.letter] ?? 'modified',
    sha: entry.letter === 'D' ? entry.oldSha : entry.newSha,
    additions: count('+'),
    deletions: count('-'),
    hunks,
    section,
  }
}

const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

export function parseHunks(section: string): readonly DiffHunk[] {
  const hunks: DiffHunk[] = []
  let lines: string[] | null = null
  for (const line of section.split('\n')) {
    const match = hunkHeader.exec(line)
    if (match !== null) {
      lines = [line]
      hunks.push({
        oldStart: Number(match[1]),
        oldLines: Number(match[2] ?? 1),
        newStart: Number(match[3]),
        newLines: Number(match[4] ?? 1),
        lines,
      })
    } else if (line.startsWith('diff --git ')) lines = null
    else if (line !== '') lines?.push(line)
  }
  return hunks
}

/** As the files API gives it: the hunks without git's heads; undefined for a binary or an empty file. */
export function patchOf(file: DiffFile): string | undefined {
  if (file.hunks.length === 0) return undefined
  return file.hunks.flatMap((hunk) => hunk.lines).join('\n')
}
