/** The way of a change: snapshot, selection, analysers, stages, report. */
import type { Hunk } from '../domain/diff/hunk.ts'
import type { Severity } from '../domain/finding/severity.ts'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { SelectionRules } from '../domain/selection/select-entries.ts'
import type { DiscussionSettings } from '../ports/agents/agents.ts'
import type { Analysis, AnalysisResult } from '../ports/analysis/analysis.ts'
import type { ChangeRequest, Snapshot, Source, SourceFailure } from '../ports/source/source.ts'
import { anchorToChange } from './anchor-to-change.ts'
import { applyRuleSettings } from './apply-rule-settings.ts'
import { applyThreshold } from './apply-threshold.ts'
import { type Candidate, passStages } from './candidate.ts'
import { cover } from './cover.ts'
import { secretMask } from './mask-secrets.ts'
import { mergeDuplicates } from './merge-duplicates.ts'
import { obeySuppressions } from './obey-suppressions.ts'
import { type ReadChange, readChange } from './read-change.ts'
import { settleFindings } from './settle-findings.ts'

/** What the repository's configuration comes to, for a review. */
export interface ReviewSettings extends SelectionRules {
  readonly threshold: Severity
  readonly decideRule: (ruleId: string) => Severity | 'off' | null
  readonly findingsMax: number
  readonly fileTimeMs: number
  /** Sentences about the configuration for the reader of the review. */
  readonly notes: readonly string[]
  readonly discussion: DiscussionSettings
}

export interface ReviewParts<ConfigFailure> {
  readonly source: Source
  readonly analysis: Analysis
  /** Reads the configuration that governs this change. */
  readonly readSettings: (
    snapshot: Snapshot,
    request: ChangeRequest,
  ) => Promise<Outcome<ReviewSettings, ConfigFailure | SourceFailure>>
  readonly now: () => number
}

export interface ReviewOptions {
  readonly request: ChangeRequest
  /** Whether the report tells what was dropped. */
  readonly explains: boolean
  readonly signal: AbortSignal
  readonly onProgress?: (stage: 'read' | 'analyse', done: number, total: number) => void
}

/** For one analyser's processes together. */
const memoryBytesMax = 1_024 * 1_048_576

export interface Reviewed {
  readonly report: ReviewReport
  /** The hunks of each file that was read, by its path as in the report. */
  readonly hunks: ReadonlyMap<string, readonly Hunk[]>
}

export async function runReview<ConfigFailure>(
  parts: ReviewParts<ConfigFailure>,
  options: ReviewOptions,
): Promise<Outcome<Reviewed, SourceFailure | ConfigFailure>> {
  const { request, signal, onProgress } = options
  const begin = parts.now()
  onProgress?.('read', 0, 1)
  parts.analysis.prepare({ memoryBytesMax }, signal)
  const opened = await parts.source.open(request, signal)
  if (!opened.ok) {
    await parts.analysis.close()
    return opened
  }
  const snapshot = opened.value
  const fetched = parts.now()
  try {
    const settings = await parts.readSettings(snapshot, request)
    if (!settings.ok) return settings
    const change = await readChange(snapshot, settings.value)
    if (!change.ok) return change
    const read = parts.now()
    onProgress?.('analyse', 0, change.value.files.length)
    const result = await parts.analysis.analyse(
      change.value.files.map((file) => ({
        ...file,
        addedLines: [...file.addedLines],
        removedLines: [...file.removedLines],
      })),
      { fileTimeMs: settings.value.fileTimeMs, memoryBytesMax },
      signal,
      (done, total) => onProgress?.('analyse', done, total),
    )
    if (signal.aborted)
      return fail({ kind: 'timed-out', message: 'The review was cancelled.', remedy: 'Start it again.' })
    const analysed = parts.now()
    const report = judge(snapshot, change.value, result, settings.value, options.explains)
    const end = parts.now()
    const stages = {
      fetch: Math.round(fetched - begin),
      diff: Math.round(read - fetched),
      analyse: Math.round(analysed - read),
      judge: Math.round(end - analysed),
      ...roundedStages(result.stages),
    }
    const stats = {
      files: snapshot.entries.length,
      added: change.value.added,
      removed: change.value.removed,
      durationMs: Math.round(end - begin),
      stages,
    }
    return succeed({
      report: { ...report, stats },
      hunks: new Map(change.value.files.map(({ path, hunks }) => [path, hunks])),
    })
  } finally {
    await parts.analysis.close()
    await snapshot.close()
  }
}

function roundedStages(stages: Readonly<Record<string, number>>): Record<string, number> {
  const names = Object.keys(stages).sort()
  return Object.fromEntries(names.map((name) => [name, Math.round(stages[name] as number)]))
}

function judge(
  snapshot: Snapshot,
  change: ReadChange,
  result: AnalysisResult,
  settings: ReviewSettings,
  explains: boolean,
): Omit<ReviewReport, 'stats'> {
  const candidates = result.files.flatMap(({ observations }, at) =>
    observations.map(
      (observation): Candidate => ({
        ...observation,
        file: change.files[at] as ReadChange['files'][number],
        ruleId: `${observation.analyser}/${observation.rule}`,
        suppressed: null,
        alsoReportedBy: [],
      }),
    ),
  )
  const { kept, dropped } = passStages(candidates, [
    applyRuleSettings(settings.decideRule),
    anchorToChange,
    obeySuppressions,
    mergeDuplicates,
    applyThreshold(settings.threshold),
  ])
  const mask = secretMask(candidates.flatMap(({ secrets }) => secrets))
  return {
    version: 1,
    base: snapshot.base,
    head: snapshot.head,
    mergeBase: snapshot.mergeBase,
    findings: settleFindings(kept, { findingsMax: settings.findingsMax, mask }),
    coverage: cover(snapshot.entries, change.files, result.files, change.leftOut),
    notes: [...snapshot.notes, ...settings.notes, ...result.notes],
    ...(explains
      ? {
          dropped: dropped
            .map((finding) => ({ ...finding, message: mask(finding.message) }))
            .sort((a, b) => compareText(a.path, b.path) || a.line - b.line || compareText(a.rule, b.rule)),
        }
      : {}),
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
