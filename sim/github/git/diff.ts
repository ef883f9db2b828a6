/** Differences between commits, each asked of git once: what is between two commits never changes. */
import type { BareRepository } from './bare-repository.ts'
import type { GitProgram } from './git-program.ts'
import { type DiffFile, type DiffSide, parseDiff } from './parse-diff.ts'

export interface Diff {
  readonly files: readonly DiffFile[]
  readonly additions: number
  readonly deletions: number
}

export interface Diffs {
  /** What a pull request shows: from the merge base of both to the head. */
  pull(repository: BareRepository, base: string, head: string): Promise<Diff>
  /** From one commit to another without any context, to follow lines. */
  exact(repository: BareRepository, from: string, to: string): Promise<Diff>
}

const keptMax = 2_000

export function createDiffs(git: GitProgram): Diffs {
  const kept = new Map<string, Promise<Diff>>()
  const remember = (key: string, compute: () => Promise<Diff>): Promise<Diff> => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const diff = compute()
    diff.catch(() => kept.delete(key))
    kept.set(key, diff)
    const [oldest] = kept.keys()
    if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest)
    return diff
  }
  const ask = async (directory: string, args: readonly string[]): Promise<Diff> => {
    const output = await git.run(directory, ['diff', '--raw', '-z', '-p', '--no-abbrev', ...neutral, ...args])
    const files = parseDiff(output.toString('utf8'))
    return {
      files,
      additions: files.reduce((sum, file) => sum + file.additions, 0),
      deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    }
  }
  return {
    pull: ({ directory }, base, head) =>
      remember(`${base}...${head}`, () => ask(directory, ['-M', '--end-of-options', `${base}...${head}`])),
    exact: ({ directory }, from, to) =>
      remember(`${from}..${to}`, () => ask(directory, ['-M', '-U0', '--end-of-options', from, to])),
  }
}

const neutral = ['--no-color', '--no-ext-diff', '--no-textconv', '--full-index'] as const

/** Where a line stands in a diff; null when it is in none of the file's hunks. */
export interface LinePlace {
  readonly hunk: number
  /** GitHub's older way of counting: lines below the file's first `@@`. */
  readonly position: number
}

export function placeLine(file: DiffFile, side: DiffSide, wanted: number): LinePlace | null {
  let position = -1
  for (const [index, hunk] of file.hunks.entries()) {
    let left = hunk.oldStart
    let right = hunk.newStart
    for (const line of hunk.lines) {
      position++
      const sign = line[0]
      if (sign === '@' || sign === '\\') continue
      const here = side === 'LEFT' ? left : right
      const isOnSide = sign === ' ' || sign === (side === 'LEFT' ? '-' : '+')
      if (isOnSide && here === wanted) return { hunk: index, position }
      if (sign !== '+') left++
      if (sign !== '-') right++
    }
  }
  return null
}

/** The part of the hunk that GitHub keeps with a comment: from its head to the line commented on. */
export function hunkUpTo(file: DiffFile, place: LinePlace): string {
  const lines = file.hunks.flatMap((hunk) => hunk.lines)
  const before = file.hunks.slice(0, place.hunk).reduce((sum, hunk) => sum + hunk.lines.length, 0)
  return lines.slice(before, place.position + 1).join('\n')
}

/** @param file a diff without context. @returns null when the line itself was changed or removed */
export function followLine(file: DiffFile | undefined, line: number): number | null {
  let offset = 0
  for (const hunk of file?.hunks ?? []) {
    // With no lines on the old side the hunk stands after oldStart.
    const first = hunk.oldLines === 0 ? hunk.oldStart + 1 : hunk.oldStart
    if (line < first) break
    if (line < first + hunk.oldLines) return null
    offset += hunk.newLines - hunk.oldLines
  }
  return line + offset
}
