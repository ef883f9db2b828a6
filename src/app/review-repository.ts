/** Composition root of a local review: the only place that knows which adapters it is made of. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { createGitSource } from '../adapters/git/git-source.ts'
import { createProcessSandbox } from '../adapters/sandbox/process-sandbox.ts'
import { analysers } from '../analysers/catalogue.ts'
import { createAnalysis } from '../analysers/create-analysis.ts'
import { type Outcome, succeed } from '../domain/outcome.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { ChangeRequest, SourceFailure } from '../ports/source/source.ts'
import { type ReviewOptions, runReview } from '../review/run-review.ts'
import { type LocalAgentsOptions, openLocalAgents } from './agents/open-local-agents.ts'
import { type ConfigFailure, readSettings } from './read-settings.ts'
import { readSarifFiles, type SarifFailure, withSarif } from './sarif-results.ts'
import { makeScratchFolder } from './scratch-folder.ts'

export interface LocalReviewOptions {
  readonly folder: string
  readonly request: ChangeRequest
  readonly explains: boolean
  /** Paths of SARIF files whose results join those of the analysers. */
  readonly sarifFiles: readonly string[]
  /** Null: no agents are asked. */
  readonly agents: LocalAgentsOptions | null
  readonly signal: AbortSignal
  readonly onProgress?: NonNullable<ReviewOptions['onProgress']>
}

export type ReviewFailure = SourceFailure | ConfigFailure | SarifFailure

const installFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
/** More children gain little and cost their memory each. */
const childrenMax = Math.min(4, availableParallelism())

export async function reviewRepository(
  options: LocalReviewOptions,
): Promise<Outcome<ReviewReport, ReviewFailure>> {
  const imported = await readSarifFiles(options.sarifFiles, options.folder)
  if (!imported.ok) return imported
  const scratch = await makeScratchFolder()
  try {
    const now = () => performance.now()
    const sandbox = createProcessSandbox({ scratchFolder: scratch.path, installFolder })
    const analysis = createAnalysis({ analysers, sandbox, childrenMax, now })
    const reviewed = await runReview(
      {
        source: createGitSource({ folder: options.folder, scratchFolder: scratch.path }),
        analysis: withSarif(analysis, imported.value),
        agents: await openLocalAgents({ ...options, childrenMax }, sandbox),
        readSettings,
        now,
      },
      options,
    )
    return reviewed.ok ? succeed(reviewed.value.report) : reviewed
  } finally {
    await scratch.remove()
  }
}
