/** The engine for one pull request: its change, the analysers, the report. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { GitCache } from '../../adapters/git/cache/git-cache.ts'
import { createProcessSandbox } from '../../adapters/sandbox/process-sandbox.ts'
import { analysers } from '../../analysers/catalogue.ts'
import { createAnalysis } from '../../analysers/create-analysis.ts'
import { asksForbidden } from '../../config/asks-forbidden.ts'
import { fail } from '../../domain/outcome.ts'
import type { PullRequest } from '../../domain/pull-request/pull-request.ts'
import { nameOfRepository } from '../../domain/repository/repository.ts'
import type { Agents } from '../../ports/agents/agents.ts'
import type { EscapeAttempt } from '../../ports/analysis/analysis.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { Sandbox } from '../../ports/sandbox/sandbox.ts'
import type { SecurityJournal } from '../../ports/security/security-journal.ts'
import { runReview } from '../../review/run-review.ts'
import type { ReviewChange } from '../../work/review-try.ts'
import { readSettings } from '../read-settings.ts'
import { makeScratchFolder } from '../scratch-folder.ts'
import { changeFailure } from './change-failure.ts'
import { openChange } from './open-change.ts'

const installFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
/** For one review; more children gain little and cost their memory each. */
const childrenMax = Math.min(2, availableParallelism())

export interface ReviewChangeParts {
  readonly cache: GitCache
  readonly security: SecurityJournal
  /** Null: no models are configured. */
  readonly openAgents: OpenAgents | null
}

export type OpenAgents = (review: {
  readonly host: CodeHost
  readonly pullRequest: PullRequest
  readonly sandbox: Sandbox
}) => Agents

export function createReviewChange({ cache, security, openAgents }: ReviewChangeParts): ReviewChange {
  return async (host, pullRequest, signal) => {
    const change = await openChange(cache, host, pullRequest, signal)
    if (!change.ok) return fail({ kind: 'host', failure: change.failure })
    const scratch = await makeScratchFolder()
    try {
      const now = () => performance.now()
      const sandbox = createProcessSandbox({ scratchFolder: scratch.path, installFolder })
      const about = {
        repository: nameOfRepository(pullRequest.repository),
        number: String(pullRequest.number),
      }
      const onEscape = ({ analyser, path, what }: EscapeAttempt) =>
        security.record({
          kind: 'sandbox-escape',
          app: pullRequest.repository.app,
          detail: { ...about, analyser, path, what },
        })
      const analysis = createAnalysis({ analysers, sandbox, childrenMax, now, onEscape })
      const { source, request } = change.value
      const reviewed = await runReview(
        { source, analysis, agents: openAgents?.({ host, pullRequest, sandbox }) ?? null, readSettings, now },
        { request, explains: false, signal },
      )
      if (reviewed.ok) return reviewed
      const forbidden = reviewed.failure.kind === 'bad-config' ? asksForbidden(reviewed.failure.problems) : []
      if (forbidden.length > 0) {
        const detail = { ...about, keys: forbidden.join(', ') }
        security.record({ kind: 'forbidden-config', app: pullRequest.repository.app, detail })
      }
      return fail(changeFailure(reviewed.failure))
    } finally {
      await scratch.remove()
    }
  }
}
