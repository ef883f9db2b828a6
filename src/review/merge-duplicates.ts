/**
 * The same defect from two tools is one finding, told by the tool that is surest of it; from a tool and an agent it is
 * the tool's. Agents draw their ranges as they like, so theirs need only meet the other's.
 */
import type { DroppedFinding } from '../domain/finding/finding.ts'
import { isSameDefect } from '../domain/finding/same-defect.ts'
import { severityWeight } from '../domain/finding/severity.ts'
import { type Candidate, drop, type Stage } from './candidate.ts'

export const mergeDuplicates: Stage = (candidates) => {
  const dropped: DroppedFinding[] = []
  const byLine = Map.groupBy(candidates, ({ file, side, line }) => `${side} ${line} ${file.path}`)
  const onLines = [...byLine.values()].flatMap((onLine) => mergeLine(onLine, dropped))
  return { kept: mergeAgents(onLines, dropped), dropped }
}

/** @param dropped gets what is merged away */
function mergeAgents(candidates: readonly Candidate[], dropped: DroppedFinding[]): readonly Candidate[] {
  if (!candidates.some(isAgents)) return candidates
  const kept = candidates.filter((candidate) => !isAgents(candidate))
  for (const candidate of candidates.filter(isAgents).sort(bySureness)) {
    const at = kept.findIndex((other) => isMet(other, candidate) && isSameDefect(other, candidate))
    if (at === -1) kept.push(candidate)
    else kept[at] = merge(kept[at] as Candidate, candidate, dropped)
  }
  return kept
}

function isAgents({ source }: Candidate): boolean {
  return source === 'agent'
}

function isMet(a: Candidate, b: Candidate): boolean {
  return a.file === b.file && a.side === b.side && a.line <= b.endLine && b.line <= a.endLine
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
    kept[at] = merge(other, candidate, dropped)
  }
  return kept
}

/** @param dropped gets the second */
function merge(other: Candidate, candidate: Candidate, dropped: DroppedFinding[]): Candidate {
  const rules = new Set([...other.alsoReportedBy, candidate.ruleId])
  rules.delete(other.ruleId)
  dropped.push(drop(candidate, 'duplicate', `${other.ruleId} says the same of line ${other.line}.`))
  return {
    ...other,
    alsoReportedBy: [...rules].sort(),
    replacement: other.replacement ?? (isReplaceable(other, candidate) ? candidate.replacement : null),
  }
}

/** What agents propose replaces whole lines, wherever on them the tool points. */
function isReplaceable(other: Candidate, candidate: Candidate): boolean {
  const isSameLines = other.line === candidate.line && other.endLine === candidate.endLine
  return isAgents(candidate) ? isSameLines : isSameRange(other, candidate)
}

function isDuplicate(a: Candidate, b: Candidate): boolean {
  const isOneRule = a.ruleId === b.ruleId && !isAgents(a)
  return isOneRule ? isSameRange(a, b) : isSameDefect(a, b)
}

function isSameRange(a: Candidate, b: Candidate): boolean {
  return a.line === b.line && a.endLine === b.endLine && a.column === b.column && a.endColumn === b.endColumn
}

/** Tools before agents; then the surest and worst first; the rule's name decides between equals, so that the order never depends on timing. */
function bySureness(a: Candidate, b: Candidate): number {
  return (
    Number(isAgents(a)) - Number(isAgents(b)) ||
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
