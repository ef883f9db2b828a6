/**
 * The rules for where a comment may stand. They are GitHub's, and so is what it says when they are broken: sentences
 * that name no entry, because a review is taken as a whole or not at all.
 */
import { type Diff, hunkUpTo, placeLine } from '../git/diff.ts'
import type { DiffFile, DiffSide } from '../git/parse-diff.ts'
import type { Anchor } from './review-thread.ts'

export interface WantedPlace {
  readonly path: string
  readonly line: number | undefined
  readonly side: string | undefined
  readonly startLine: number | undefined
  readonly startSide: string | undefined
  readonly position: number | undefined
}

export type AnchorAnswer = { readonly anchor: Anchor } | { readonly problems: readonly string[] }

const noHunk = "Pull request review thread diff hunk can't be blank"
const outside = 'Pull request review thread line must be part of the diff'
const otherHunk = 'Pull request review thread start line must be part of the same hunk as the line.'
const reversed = 'Pull request review thread start line must precede the end line.'

export function anchorComment(diff: Diff, commitId: string, wanted: WantedPlace): AnchorAnswer {
  const file = diff.files.find(({ path }) => path === wanted.path)
  if (file === undefined) return { problems: ['Pull request review thread path is invalid', noHunk] }
  const side = sideOf(wanted.side)
  const startSide = wanted.startLine === undefined ? null : sideOf(wanted.startSide ?? wanted.side)
  const line = wanted.line ?? lineAt(file, wanted.position)
  if (side === null || (wanted.startLine !== undefined && startSide === null)) {
    return { problems: ['Pull request review thread side is not included in the list'] }
  }
  const place = line === null ? null : placeLine(file, side, line)
  if (line === null || place === null) {
    return { problems: [outside, ...(wanted.startLine === undefined ? [] : [otherHunk]), noHunk] }
  }
  const startLine = wanted.startLine ?? null
  if (startLine !== null && startSide !== null) {
    if (startSide === side && startLine >= line) return { problems: [reversed] }
    const start = placeLine(file, startSide, startLine)
    if (start === null || start.hunk !== place.hunk || startSide !== side) return { problems: [otherHunk] }
  }
  const diffHunk = hunkUpTo(file, place)
  return {
    anchor: {
      path: file.path,
      commitId,
      side,
      line,
      startLine,
      startSide,
      diffHunk,
      position: place.position,
    },
  }
}

function sideOf(text: string | undefined): DiffSide | null {
  const side = (text ?? 'RIGHT').toUpperCase()
  return side === 'LEFT' || side === 'RIGHT' ? side : null
}

/** GitHub's older addressing: so many lines below the first `@@`. Only lines of the right side are found that way here. */
function lineAt(file: DiffFile, position: number | undefined): number | null {
  if (position === undefined) return null
  for (const hunk of file.hunks) {
    for (let line = hunk.newStart; line < hunk.newStart + hunk.newLines; line++) {
      if (placeLine(file, 'RIGHT', line)?.position === position) return line
    }
  }
  return null
}
