/** The way of a change: snapshot, selection, analysers, agents, stages, report. */
import type { Hunk } from '../domain/diff/hunk.ts'
import type { Severity } from '../domain/finding/severity.ts'
import { type Outcome, succeed } from '../domain/outcome.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { SelectionRules } from '../domain/selection/select-entries.ts'
import type { Agents, DiscussionSettings } from '../ports/agents/agents.ts'
import type { Analysis } from '../ports/analysis/analysis.ts'
import type { ChangeRequest, Snapshot, Source, SourceFailure } from '../ports/source/source.ts'
import { analyseSnapshot, cancelled, memoryBytesMax, toDiscuss } from './analyse-snapshot.ts'
import { discussChange } from './discuss-change.ts'
import { judge } from './judge.ts'
import { maskAhead } from './mask-ahead.ts'

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
  options: ReviewOptions,
  snapshot: Snapshot,
  { begin, fetched }: Times,
): Promise<Outcome<Reviewed, SourceFailure | ConfigFailure>> {
  const { agents, now } = parts
  const { explains, signal, onProgress } = options
  const read = await analyseSnapshot(parts, options, snapshot, {
    onAgents: () => agents?.prepare(signal),
    onFiles: (files) => {
      if (agents === null) return
      agents.readAhead({ snapshot, files }, signal)
      maskAhead(parts.analysis, files, signal)
    },
  })
  if (!read.ok) return read
  const { change, result, settings, candidates, mask, readAt } = read.value
  const analysed = now()
  const discussed =
    agents === null || !settings.discussion.agents.enabled
      ? null
      : await discussChange(
          agents,
          await toDiscuss(parts, read.value, snapshot, signal),
          signal,
          (done, total) => onProgress?.('agents', done, total),
        )
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
}

function roundedStages(stages: Readonly<Record<string, number>>): Record<string, number> {
  const names = Object.keys(stages).sort()
  return Object.fromEntries(names.map((name) => [name, Math.round(stages[name] as number)]))
}
