/** What every question about a change begins with: its settings, its files, and what analysers say of them. */
import { fail, type Outcome, succeed } from '../domain/outcome.ts'
import type { ChangeToDiscuss } from '../ports/agents/agents.ts'
import type { AnalysisLimits, AnalysisResult, FileToAnalyse } from '../ports/analysis/analysis.ts'
import type { Snapshot, SourceFailure } from '../ports/source/source.ts'
import { analyseAgain } from './analyse-again.ts'
import type { Candidate } from './candidate.ts'
import { candidatesOf, sift } from './judge.ts'
import { secretMask } from './mask-secrets.ts'
import { type ReadChange, type ReadFile, readChange } from './read-change.ts'
import type { ReviewOptions, ReviewParts, ReviewSettings } from './run-review.ts'
import { settleFindings } from './settle-findings.ts'

/** For one analyser's processes together. */
export const memoryBytesMax = 1_024 * 1_048_576

export interface AnalysedSnapshot {
  readonly settings: ReviewSettings
  readonly change: ReadChange
  readonly result: AnalysisResult
  /** Of analysers, before any stage. */
  readonly candidates: readonly Candidate[]
  /** Takes the secrets that analysers found out of any text. */
  readonly mask: (text: string) => string
  readonly limits: AnalysisLimits
  /** When files were read and analysers began. */
  readonly readAt: number
}

export interface AgentsHooks {
  readonly onAgents?: () => void
  readonly onFiles?: (files: readonly ReadFile[]) => void
}

/** @param hooks called as soon as it is known that the agents will be asked, and when the files are read */
export async function analyseSnapshot<ConfigFailure>(
  { analysis, readSettings, now }: Omit<ReviewParts<ConfigFailure>, 'agents'>,
  { request, signal, onProgress }: Pick<ReviewOptions, 'request' | 'signal' | 'onProgress'>,
  snapshot: Snapshot,
  hooks: AgentsHooks,
): Promise<Outcome<AnalysedSnapshot, SourceFailure | ConfigFailure>> {
  const settled = await readSettings(snapshot, request)
  if (!settled.ok) return settled
  const settings = settled.value
  if (settings.discussion.agents.enabled) hooks.onAgents?.()
  const read = await readChange(snapshot, settings)
  if (!read.ok) return read
  const change = read.value
  if (settings.discussion.agents.enabled) hooks.onFiles?.(change.files)
  const readAt = now()
  onProgress?.('analyse', 0, change.files.length)
  const limits = { fileTimeMs: settings.fileTimeMs, memoryBytesMax }
  const result = await analysis.analyse(change.files.map(toAnalyse), limits, signal, (done, total) =>
    onProgress?.('analyse', done, total),
  )
  if (signal.aborted) return cancelled()
  const candidates = candidatesOf(change, result)
  const mask = secretMask(candidates.flatMap(({ secrets }) => secrets))
  return succeed({ settings, change, result, candidates, mask, limits, readAt })
}

/** What the agents get of it: the findings of analysers as they would be told without them. */
export async function toDiscuss(
  { analysis }: Pick<ReviewParts<unknown>, 'analysis'>,
  { settings, change, candidates, mask, limits }: AnalysedSnapshot,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<ChangeToDiscuss & { readonly files: readonly ReadFile[] }> {
  const maskForms = await analysis.openMask()
  const { kept } = sift(candidates, settings)
  const findings = settleFindings(kept, { findingsMax: settings.findingsMax, mask })
  return {
    snapshot,
    settings: settings.discussion,
    files: change.files,
    known: findings.map(({ path, line, endLine, side, rule, severity, message }) => {
      return { path, line, endLine, side, rule, severity, message }
    }),
    // Analysers looked at the files of the change alone; of the others a secret is known by its form.
    mask: (text) => maskForms(mask(text)),
    analyseAgain: analyseAgain(analysis, limits, signal),
  }
}

export function cancelled(): Outcome<never, SourceFailure> {
  return fail({ kind: 'timed-out', message: 'The review was cancelled.', remedy: 'Start it again.' })
}

function toAnalyse(file: ReadFile): FileToAnalyse {
  return { ...file, addedLines: [...file.addedLines], removedLines: [...file.removedLines] }
}
