/** The engine for one pull request: objects from the cache (or the API where git is refused), analysers, report. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { GitCache } from '../../adapters/git/cache/git-cache.ts'
import { createProcessSandbox } from '../../adapters/sandbox/process-sandbox.ts'
import { analysers } from '../../analysers/catalogue.ts'
import { createAnalysis } from '../../analysers/create-analysis.ts'
import { describeConfigProblem } from '../../config/config-problem.ts'
import { configFileName } from '../../config/review-config.ts'
import { fail, type Outcome, succeed } from '../../domain/outcome.ts'
import { pathOfText } from '../../domain/path/path-bytes.ts'
import type { PullRequest } from '../../domain/pull-request/pull-request.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { Snapshot, Source, SourceFailure } from '../../ports/source/source.ts'
import { runReview } from '../../review/run-review.ts'
import type { ChangeFailure, ReviewChange } from '../../work/review-pull-request.ts'
import { readSettings } from '../read-settings.ts'
import { makeScratchFolder } from '../scratch-folder.ts'

export interface ReviewChangeParts {
  readonly cache: GitCache
  /** Reads a change through the API. */
  readonly openThroughApi: (
    host: CodeHost,
    pullRequest: PullRequest,
    signal: AbortSignal,
  ) => Promise<Outcome<Snapshot, SourceFailure>>
}

const installFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
/** For one review; more children gain little and cost their memory each. */
const childrenMax = Math.min(2, availableParallelism())

export function createReviewChange(parts: ReviewChangeParts): ReviewChange {
  return async (host, pullRequest, signal) => {
    const scratch = await makeScratchFolder()
    try {
      const now = () => performance.now()
      const sandbox = createProcessSandbox({ scratchFolder: scratch.path, installFolder })
      const reviewed = await runReview(
        {
          source: sourceOf(parts, host, pullRequest),
          analysis: createAnalysis({ analysers, sandbox, childrenMax, now }),
          readSettings,
          now,
        },
        {
          request: { base: pullRequest.base, head: { kind: 'ref', ref: pullRequest.head } },
          explains: false,
          signal,
        },
      )
      return reviewed.ok ? succeed(reviewed.value) : fail(changeFailure(reviewed.failure))
    } finally {
      await scratch.remove()
    }
  }
}

type ReviewFailure = Extract<Awaited<ReturnType<typeof readSettings>>, { ok: false }>['failure']

function changeFailure(failure: ReviewFailure): ChangeFailure {
  if (failure.kind !== 'bad-config') return failure
  return { kind: 'bad-config', problems: failure.problems.map(describeConfigProblem) }
}

/** What the API gives counts against the installation's budget, so git comes first. */
function sourceOf(
  { cache, openThroughApi }: ReviewChangeParts,
  host: CodeHost,
  pullRequest: PullRequest,
): Source {
  const { repository } = pullRequest
  return {
    async open(_request, signal) {
      const opened = await cache.open(
        {
          url: host.account.gitOrigin(repository),
          token: () => tokenOf(host, pullRequest, signal),
          repositoryKey: `${repository.app}/${repository.id}`,
          pullNumber: pullRequest.number,
          baseSha: pullRequest.base,
          headSha: pullRequest.head,
          basePaths: [pathOfText(configFileName)],
        },
        signal,
      )
      const isRefused =
        !opened.ok && (opened.failure.kind === 'refused' || opened.failure.kind === 'git-missing')
      return isRefused ? openThroughApi(host, pullRequest, signal) : opened
    },
  }
}

async function tokenOf(host: CodeHost, { repository }: PullRequest, signal: AbortSignal): Promise<string> {
  const token = await host.account.token(repository.installation, signal)
  if (token.ok) return token.value.token
  throw new Error(token.failure.message)
}
