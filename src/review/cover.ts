/** One line for every changed file: read in full, in part, or not, and why. */
import type { ChangedEntry } from '../domain/change/changed-entry.ts'
import { bytesOfPath, printPath } from '../domain/path/path-bytes.ts'
import { agentsUnread } from '../domain/review/agents-unread.ts'
import type { CoverageLine } from '../domain/review/report.ts'
import type { LeftOut } from '../domain/selection/select-entries.ts'
import type { AnalysedFile } from '../ports/analysis/analysis.ts'
import type { ReadFile } from './read-change.ts'

/**
 * @param analysed beside `files`, in the same order
 * @param unread by path, why the agents did not read a file, or not all of it
 */
export function cover(
  entries: readonly ChangedEntry[],
  files: readonly ReadFile[],
  analysed: readonly AnalysedFile[],
  leftOut: readonly LeftOut[],
  unread: ReadonlyMap<string, string>,
): readonly CoverageLine[] {
  const lines = new Map<ChangedEntry, CoverageLine>()
  for (const { entry, reason } of leftOut) lines.set(entry, line(entry, 'skipped', reason))
  for (const [at, file] of files.entries()) {
    const reasons = [
      ...(file.partly === null ? [] : [file.partly]),
      ...(analysed[at]?.troubles ?? []).map(({ analyser, reason }) => `${analyser} ${reason}.`),
      ...unreadByAgents(file, unread),
    ]
    lines.set(
      file.entry,
      line(file.entry, reasons.length === 0 ? 'reviewed' : 'partly', reasons.join(' ') || null),
    )
  }
  return entries.map((entry) => lines.get(entry) ?? line(entry, 'skipped', 'It was not reached.'))
}

/** Nobody expects agents to read the lines of a lock file. */
function unreadByAgents(file: ReadFile, unread: ReadonlyMap<string, string>): readonly string[] {
  const reason = unread.get(file.path)
  return reason === undefined || file.role === 'lock' ? [] : [agentsUnread(reason)]
}

function line(entry: ChangedEntry, status: CoverageLine['status'], reason: string | null): CoverageLine {
  const printed = printPath(entry.path)
  return {
    path: printed.text,
    status,
    reason,
    ...(printed.isUtf8 ? {} : { pathBase64: bytesOfPath(entry.path).toString('base64') }),
    ...(entry.previousPath === null ? {} : { previousPath: printPath(entry.previousPath).text }),
  }
}
