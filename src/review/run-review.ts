/** The way of a change: snapshot, selection, analysers, agents, stages, report. */
import type { Hunk } from '../domain/diff/hunk.ts'
import type { Severity } from '../domain/finding/severity.ts'
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { SelectionRules } from '../domain/selection/select-entries.ts'
import type { Agents, DiscussionSettings } from '../ports/agents/agents.ts'
import type { Analysis, FileToAnalyse } from '../ports/analysis/analysis.ts'
import type { ChangeRequest, Snapshot, Source, SourceFailure } from '../ports/source/source.ts'
import { type Discussed, discussChange } from './discuss-change.ts'
import { candidatesOf, judge, sift } from './judge.ts'
import { secretMask } from './mask-secrets.ts'
import { type ReadFile, readChange } from './read-change.ts'
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
  /** Null: nobody asked for them. */
  readonly agents: Agents | null
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
  readonly onProgress?: (stage: 'read' | 'analyse' | 'agents', done: number, total: number) => void
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
  const begin = parts.now()
  options.onProgress?.('read', 0, 1)
  parts.analysis.prepare({ memoryBytesMax }, options.signal)
  const opened = await parts.source.open(options.request, options.signal)
  try {
    if (!opened.ok) return opened
    return await reviewSnapshot(parts, options, opened.value, { begin, fetched: parts.now() })
  } finally {
    await parts.analysis.close()
    await parts.agents?.close()
    if (opened.ok) await opened.value.close()
  }
}

interface Times {
  readonly begin: number
  readonly fetched: number
}

async function reviewSnapshot<ConfigFailure>(
  parts: ReviewParts<ConfigFailure>,
  { request, explains, signal, onProgress }: ReviewOptions,
  snapshot: Snapshot,
  { begin, fetched }: Times,
): Promise<Outcome<Reviewed, SourceFailure | ConfigFailure>> {
  const { analysis, now } = parts
  const settled = await parts.readSettings(snapshot, request)
  if (!settled.ok) return settled
  const settings = settled.value
  const agents = settings.discussion.agents.enabled ? parts.agents : null
  agents?.prepare(signal)
  const read = await readChange(snapshot, settings)
  if (!read.ok) return read
  const change = read.value
  const readAt = now()
  onProgress?.('analyse', 0, change.files.length)
  const limits = { fileTimeMs: settings.fileTimeMs, memoryBytesMax }
  const result = await analysis.analyse(change.files.map(toAnalyse), limits, signal, (done, total) =>
    onProgress?.('analyse', done, total),
  )
  if (signal.aborted) return cancelled()
  const analysed = now()
  const candidates = candidatesOf(change, result)
  const mask = secretMask(candidates.flatMap(({ secrets }) => secrets))
  const discussed = agents === null ? null : await discuss(agents)
  if (signal.aborted) return cancelled()
  const argued = now()
  const report = judge(candidates, { snapshot, change, result, discussed, settings, mask, explains })
  const end = now()
  const stats = {
    files: snapshot.entries.length,
    added: change.added,
    removed: change.removed,
    durationMs: Math.round(end - begin),
    stages: {
      fetch: Math.round(fetched - begin),
      diff: Math.round(readAt - fetched),
      analyse: Math.round(analysed - readAt),
      ...(discussed === null ? {} : { agents: Math.round(argued - analysed) }),
      judge: Math.round(end - argued),
      ...roundedStages({ ...result.stages, ...discussed?.stages }),
    },
  }
  const hunks = new Map(change.files.map((file) => [file.path, file.hunks]))
  return succeed({ report: { ...report, stats }, hunks })

  function discuss(asked: Agents): Promise<Discussed> {
    const { kept } = sift(candidates, settings)
    const findings = settleFindings(kept, { findingsMax: settings.findingsMax, mask })
    const about = { snapshot, settings: settings.discussion, mask }
    return discussChange(
      asked,
      { change: about, files: change.files, findings, analysis, limits },
      signal,
      (done, total) => onProgress?.('agents', done, total),
    )
  }
}

function toAnalyse(file: ReadFile): FileToAnalyse {
  return { ...file, addedLines: [...file.addedLines], removedLines: [...file.removedLines] }
}

function cancelled(): Outcome<never, SourceFailure> {
  return fail({ kind: 'timed-out', message: 'The review was cancelled.', remedy: 'Start it again.' })
}

function roundedStages(stages: Readonly<Record<string, number>>): Record<string, number> {
  const names = Object.keys(stages).sort()
  return Object.fromEntries(names.map((name) => [name, Math.round(stages[name] as number)]))
}
