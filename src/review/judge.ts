/** From candidates to a report: the stages, the names of the findings, the coverage. */

import { stopSentence } from '../domain/agents/stop-sentence.ts'
import type { DroppedFinding } from '../domain/finding/finding.ts'
import type { Severity } from '../domain/finding/severity.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import { compareText } from '../domain/text/compare-text.ts'
import type { AnalysisResult } from '../ports/analysis/analysis.ts'
import type { Snapshot } from '../ports/source/source.ts'
import { anchorToChange } from './anchor-to-change.ts'
import { applyRuleSettings } from './apply-rule-settings.ts'
import { applyThreshold } from './apply-threshold.ts'
import { type Candidate, passStages, type StageResult } from './candidate.ts'
import { cover } from './cover.ts'
import type { Discussed } from './discuss-change.ts'
import { maskDropped } from './mask-agents.ts'
import { mergeDuplicates } from './merge-duplicates.ts'
import { obeySuppressions } from './obey-suppressions.ts'
import type { ReadChange } from './read-change.ts'
import { settleFindings } from './settle-findings.ts'

export interface JudgeSettings {
  readonly threshold: Severity
  readonly decideRule: (ruleId: string) => Severity | 'off' | null
  readonly findingsMax: number
  readonly notes: readonly string[]
}

export interface Case {
  readonly snapshot: Snapshot
  readonly change: ReadChange
  readonly result: AnalysisResult
  /** Null when no agents were asked. */
  readonly discussed: Discussed | null
  readonly settings: JudgeSettings
  readonly mask: (text: string) => string
  readonly explains: boolean
}

/** Of analysers, before any stage. */
export function candidatesOf(change: ReadChange, result: AnalysisResult): readonly Candidate[] {
  return result.files.flatMap(({ observations }, at) =>
    observations.map(
      (observation): Candidate => ({
        ...observation,
        file: change.files[at] as ReadChange['files'][number],
        ruleId: `${observation.analyser}/${observation.rule}`,
        source: 'analyser',
        voices: null,
        suppressed: null,
        alsoReportedBy: [],
      }),
    ),
  )
}

/** Whoever said it: what analysers and agents say passes the same stages, together. */
export function sift(candidates: readonly Candidate[], settings: JudgeSettings): StageResult {
  return passStages(candidates, [
    applyRuleSettings(settings.decideRule),
    anchorToChange,
    obeySuppressions,
    mergeDuplicates,
    applyThreshold(settings.threshold),
  ])
}

export function judge(
  candidates: readonly Candidate[],
  { snapshot, change, result, discussed, settings, mask, explains }: Case,
): Omit<ReviewReport, 'stats'> {
  const { kept, dropped } = sift([...candidates, ...(discussed?.candidates ?? [])], settings)
  return {
    version: 1,
    base: snapshot.base,
    head: snapshot.head,
    mergeBase: snapshot.mergeBase,
    findings: settleFindings(kept, { findingsMax: settings.findingsMax, mask }),
    coverage: cover(
      snapshot.entries,
      change.files,
      result.files,
      change.leftOut,
      discussed?.unread ?? new Map(),
    ),
    notes: [
      ...stopped(discussed),
      ...snapshot.notes,
      ...settings.notes,
      ...result.notes,
      ...(discussed?.notes ?? []),
    ],
    ...(discussed === null ? {} : { agents: discussed.report }),
    ...(explains
      ? { dropped: inOrder([...dropped, ...(discussed?.dropped ?? [])].map((one) => maskDropped(one, mask))) }
      : {}),
  }
}

function stopped(discussed: Discussed | null): readonly string[] {
  const stop = discussed?.report.stopped ?? null
  return stop === null ? [] : [stopSentence(stop)]
}

function inOrder(dropped: DroppedFinding[]): readonly DroppedFinding[] {
  return dropped.sort((a, b) => compareText(a.path, b.path) || a.line - b.line || compareText(a.rule, b.rule))
}
