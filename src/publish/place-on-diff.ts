/** Where on the diff a finding's comment may stand: a code host refuses a whole review for one line outside of it. */
import { hunkAround } from '../domain/diff/changed-lines.ts'
import type { Hunk } from '../domain/diff/hunk.ts'
import type { Finding } from '../domain/finding/finding.ts'
import type { CoverageLine } from '../domain/review/report.ts'

export type Place =
  | {
      readonly kind: 'line'
      readonly side: 'RIGHT' | 'LEFT'
      /** Null for one line. */
      readonly startLine: number | null
      readonly line: number
      /** False when the finding reaches further than its hunk. */
      readonly isWhole: boolean
    }
  | { readonly kind: 'nowhere'; readonly reason: string }

/** @param hunks of the finding's file; undefined when the diff shows no lines of it */
export function placeOnDiff(
  finding: Pick<Finding, 'side' | 'line' | 'endLine'>,
  file: CoverageLine | undefined,
  hunks: readonly Hunk[] | undefined,
): Place {
  if (file?.pathBase64 !== undefined)
    return { kind: 'nowhere', reason: 'Its path is not UTF-8, and comments cannot name such a path.' }
  if (hunks === undefined || hunks.length === 0)
    return { kind: 'nowhere', reason: 'The diff shows no lines of this file.' }
  const { side, line } = finding
  const hunk = hunkAround(hunks, side, line, line)
  if (hunk === null) return { kind: 'nowhere', reason: 'Its line is not part of the diff.' }
  const last = side === 'RIGHT' ? hunk.newStart + hunk.newCount - 1 : hunk.oldStart + hunk.oldCount - 1
  const end = Math.max(line, Math.min(finding.endLine, last))
  return {
    kind: 'line',
    side,
    startLine: end > line ? line : null,
    line: end,
    isWhole: end === finding.endLine,
  }
}
