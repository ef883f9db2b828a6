/** The JSON that scripts read: the same keys in the same order every time, described by `report-schema.ts`. */
import type { DroppedFinding, Finding } from '../../domain/finding/finding.ts'
import type { CoverageLine, ReviewReport } from '../../domain/review/report.ts'
import { jsonText } from './json-text.ts'
import type { ReportJson } from './report-schema.ts'

export function renderJson(report: ReviewReport): string {
  const { version, base, head, mergeBase, stats } = report
  const ordered: ReportJson = {
    version,
    base,
    head,
    mergeBase,
    findings: report.findings.map(findingJson),
    coverage: report.coverage.map(coverageJson),
    stats: {
      files: stats.files,
      added: stats.added,
      removed: stats.removed,
      durationMs: stats.durationMs,
      stages: { ...stats.stages },
    },
    notes: [...report.notes],
    ...(report.dropped === undefined ? {} : { dropped: report.dropped.map(droppedJson) }),
  }
  return jsonText(ordered)
}

function findingJson(finding: Finding): ReportJson['findings'][number] {
  const { suggestion, suppressed } = finding
  return {
    id: finding.id,
    path: finding.path,
    line: finding.line,
    endLine: finding.endLine,
    side: finding.side,
    rule: finding.rule,
    severity: finding.severity,
    category: finding.category,
    cwe: [...finding.cwe],
    message: finding.message,
    suggestion: suggestion === null ? null : { replacement: suggestion.replacement },
    source: finding.source,
    confidence: finding.confidence,
    suppressed:
      suppressed === null
        ? null
        : { by: suppressed.by, line: suppressed.line, addedHere: suppressed.addedHere },
    column: finding.column,
    endColumn: finding.endColumn,
    shown: finding.shown,
    alsoReportedBy: [...finding.alsoReportedBy],
    symbol: finding.symbol,
    excerpt: [...finding.excerpt],
  }
}

function coverageJson(line: CoverageLine): ReportJson['coverage'][number] {
  return {
    path: line.path,
    status: line.status,
    reason: line.reason,
    ...(line.pathBase64 === undefined ? {} : { pathBase64: line.pathBase64 }),
    ...(line.previousPath === undefined ? {} : { previousPath: line.previousPath }),
  }
}

function droppedJson(dropped: DroppedFinding): NonNullable<ReportJson['dropped']>[number] {
  const { path, line, rule, severity, message, reason, detail } = dropped
  return { path, line, rule, severity, message, reason, detail }
}
