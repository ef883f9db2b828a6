/** The engine over the repository that the job checked out: its objects only, never its files. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { createGitSource } from '../../adapters/git/git-source.ts'
import { createProcessSandbox } from '../../adapters/sandbox/process-sandbox.ts'
import { analysers } from '../../analysers/catalogue.ts'
import { createAnalysis } from '../../analysers/create-analysis.ts'
import { fail, type Outcome } from '../../domain/outcome.ts'
import type { CommitSha } from '../../domain/repository/commit-sha.ts'
import type { SourceFailure } from '../../ports/source/source.ts'
import { runReview } from '../../review/run-review.ts'
import type { ChangeFailure, ReviewedChange } from '../../work/review-try.ts'
import { type LocalAgentsOptions, openLocalAgents } from '../agents/open-local-agents.ts'
import { readSettings } from '../read-settings.ts'
import { makeScratchFolder } from '../scratch-folder.ts'
import { changeFailure } from '../service/change-failure.ts'

export interface WorkspaceChange {
  /** Any folder of the repository. */
  readonly workspace: string
  readonly base: CommitSha
  readonly head: CommitSha
  /** Null: analysers only. */
  readonly agents: LocalAgentsOptions | null
}

const installFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
const childrenMax = Math.min(4, availableParallelism())

export async function reviewWorkspace(
  { workspace, base, head, agents }: WorkspaceChange,
  signal: AbortSignal,
): Promise<Outcome<ReviewedChange, ChangeFailure>> {
  const scratch = await makeScratchFolder()
  try {
    const now = () => performance.now()
    const sandbox = createProcessSandbox({ scratchFolder: scratch.path, installFolder })
    const reviewed = await runReview(
      {
        source: createGitSource({ folder: workspace, scratchFolder: scratch.path }),
        analysis: createAnalysis({ analysers, sandbox, childrenMax, now }),
        agents: await openLocalAgents({ folder: workspace, agents, childrenMax }, sandbox),
        readSettings,
        now,
      },
      { request: { base, head: { kind: 'ref', ref: head } }, explains: false, signal },
    )
    if (reviewed.ok) return reviewed
    const failure = changeFailure(reviewed.failure)
    return fail(failure.kind === 'bad-config' || failure.kind === 'host' ? failure : inWorkflowWords(failure))
  } finally {
    await scratch.remove()
  }
}

/** In a workflow there is one usual reason: a checkout without history. */
function inWorkflowWords(failure: SourceFailure): SourceFailure {
  switch (failure.kind) {
    case 'not-a-repository':
      return {
        ...failure,
        message: 'The workspace of the job is not a git repository.',
        remedy: 'Put actions/checkout with "fetch-depth: 0" before this step.',
      }
    case 'unknown-ref':
    case 'shallow':
    case 'objects-missing':
    case 'unrelated':
      return {
        ...failure,
        message: `The workspace does not hold the whole change: ${failure.message}`,
        remedy:
          'Give actions/checkout "fetch-depth: 0" and no filter; on pull_request_target also fetch refs/pull/NUMBER/head.',
      }
    default:
      return failure
  }
}
