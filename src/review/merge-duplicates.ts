/** The same defect from two tools is one finding, told by the tool that is surest of it. */
import type { DroppedFinding } from '../domain/finding/finding.ts'
import { isSameDefect } from '../domain/finding/same-defect.ts'
import { severityWeight } from '../domain/finding/severity.ts'
import { type Candidate, drop, type Stage } from './candidate.ts'

export const mergeDuplicates: Stage = (candidates) => {
  const dropped: DroppedFinding[] = []
  const byLine = Map.groupBy(candidates, ({ file, side, line }) => `${side} ${line} ${file.path}`)
  const kept = [...byLine.values()].flatMap((onLine) => mergeLine(onLine, dropped))
  return { kept, dropped }
}

/** @param dropped gets what is merged away */
function mergeLine(candidates: readonly Candidate[], dropped: DroppedFinding[]): readonly Candidate[] {
  const kept: Candidate[] = []
  for (const candidate of [...candidates].sort(bySureness)) {
    const at = kept.findIndex((other) => isDuplicate(other, candidate))
    const other = kept[at]
    if (other === undefined) {
      kept.push(candidate)
      continue
    }
    const rules = new Set([...other.alsoReportedBy, candidate.ruleId])
    rules.delete(other.ruleId)
    kept[at] = {
      ...other,
      alsoReportedBy: [...rules].sort(),
      replacement: other.replacement ?? (isSameRange(other, candidate) ? candidate.replacement : null),
    }
    dropped.push(drop(candidate, 'duplicate', `${other.ruleId} says the same of line ${other.line}.`))
  }
  return kept
}

function isDuplicate(a: Candidate, b: Candidate): boolean {
  return a.ruleId === b.ruleId ? isSameRange(a, b) : isSameDefect(a, b)
}

function isSameRange(a: Candidate, b: Candidate): boolean {
  return a.line === b.line && a.endLine === b.endLine && a.column === b.column && a.endColumn === b.endColumn
}

/** The surest and worst first; the rule's name decides between equals, so that the order never depends on timing. */
function bySureness(a: Candidate, b: Candidate): number {
  return (
    severityWeight(b.severity) * b.confidence - severityWeight(a.severity) * a.confidence ||
    b.confidence - a.confidence ||
    (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0) ||
    a.line - b.line ||
    a.column - b.column ||
    a.endLine - b.endLine ||
    a.endColumn - b.endColumn ||
    (a.message < b.message ? -1 : a.message > b.message ? 1 : 0)
  )
}
