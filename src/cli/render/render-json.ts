/** The JSON that scripts read: the same keys in the same order every time, described by `report-schema.ts`. */
import type { AgentsReport, Walkthrough } from '../../domain/agents/agents-report.ts'
import type { Voice } from '../../domain/agents/voice.ts'
import type { DroppedFinding, Finding } from '../../domain/finding/finding.ts'
import type { CoverageLine, ReviewReport } from '../../domain/review/report.ts'
import { jsonText } from './json-text.ts'
import type { ReportJson } from './report-schema.ts'

export function renderJson(report: ReviewReport): string {
  const { version, base, head, mergeBase, stats, agents } = report
  const explains = report.dropped !== undefined
  const ordered: ReportJson = {
    version,
    base,
    head,
    mergeBase,
    findings: report.findings.map((finding) => ({
      ...findingJson(finding),
      ...voicesJson(finding, explains),
    })),
    coverage: report.coverage.map(coverageJson),
    stats: {
      files: stats.files,
      added: stats.added,
      removed: stats.removed,
      durationMs: stats.durationMs,
      stages: { ...stats.stages },
    },
    notes: [...report.notes],
    ...(agents === undefined ? {} : { agents: agentsJson(agents, explains) }),
    ...(report.dropped === undefined ? {} : { dropped: report.dropped.map((one) => droppedJson(one, true)) }),
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

function droppedJson(dropped: DroppedFinding, explains: boolean): NonNullable<ReportJson['dropped']>[number] {
  const { path, line, rule, severity, message, reason, detail } = dropped
  return { path, line, rule, severity, message, reason, detail, ...voicesJson(dropped, explains) }
}

/** An argument is long: it is there for those who ask why. */
function voicesJson(
  { voices }: { readonly voices?: readonly Voice[] },
  explains: boolean,
): Pick<ReportJson['findings'][number], 'voices'> {
  if (voices === undefined || !explains) return {}
  return { voices: voices.map(({ speaker, round, stance, text }) => ({ speaker, round, stance, text })) }
}

function agentsJson(agents: AgentsReport, explains: boolean): NonNullable<ReportJson['agents']> {
  const { stopped, models, rounds, refuted, walkthrough, usage } = agents
  const { tokens, costMicroDollars, calls, estimated, remembered, modelMs } = usage
  return {
    stopped:
      stopped === null
        ? null
        : { kind: stopped.kind, message: stopped.message, isPartial: stopped.isPartial },
    models: [...models],
    rounds,
    refuted: refuted.map((one) => droppedJson(one, explains)),
    walkthrough: walkthrough === null ? null : walkthroughJson(walkthrough),
    usage: {
      tokens: {
        input: tokens.input,
        cacheRead: tokens.cacheRead,
        cacheWrite: tokens.cacheWrite,
        output: tokens.output,
      },
      costMicroDollars,
      calls,
      estimated,
      remembered,
      modelMs,
    },
  }
}

function walkthroughJson(walkthrough: Walkthrough): WalkthroughJson {
  const { summary, files, diagram, risk, effortMinutes, missingTests } = walkthrough
  return {
    summary,
    files: files.map(({ path, text }) => ({ path, text })),
    diagram,
    risk: { level: risk.level, reasons: [...risk.reasons] },
    effortMinutes,
    missingTests: missingTests.map(({ path, text }) => ({ path, text })),
  }
}

type WalkthroughJson = NonNullable<NonNullable<ReportJson['agents']>['walkthrough']>
