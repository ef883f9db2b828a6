/** What becomes of a review whose change could not be read, or could not be published. */
import type { PullRequest } from '../domain/pull-request/pull-request.ts'
import type { OpenCheck } from '../ports/store/review-memory.ts'
import { conclusionOfConfigErrors } from '../ports/store/review-memory.ts'
import type { PublishFailure } from '../publish/publish-review.ts'
import type { JobResult } from './job-result.ts'
import type { ChangeFailure, Try } from './review-try.ts'
import { hostResult, remember, stoppedResult } from './review-try.ts'

export async function changeFailed(
  attempt: Try,
  pullRequest: PullRequest,
  check: OpenCheck,
  failure: ChangeFailure,
): Promise<JobResult> {
  const { checkRuns, context, now, chance } = attempt
  switch (failure.kind) {
    case 'bad-config': {
      await attempt.circuits.succeeded(attempt.repositoryCircuit)
      const status = { kind: 'config-errors', problems: failure.problems } as const
      const shown = await checkRuns.show(pullRequest, check, status, context.signal)
      if (!shown.ok) return hostResult(attempt, shown.failure)
      const note = 'The configuration on the base branch has errors.'
      await remember(attempt, pullRequest, {
        result: 'skipped',
        note,
        conclusion: conclusionOfConfigErrors,
        report: null,
      })
      return { kind: 'done', outcome: 'skipped', note }
    }
    case 'host':
      return hostResult(attempt, failure.failure)
    // The webhook of what took its place is on its way; this try looks at the head again.
    case 'head-moved':
    case 'unreachable': {
      const { openUntil } = await attempt.circuits.failed(attempt.fetchCircuit, failure.message)
      const waitMs = failure.kind === 'head-moved' ? 2_000 : 10_000 * (0.5 + chance())
      const until = Math.max(openUntil ?? 0, Math.round(now() + waitMs))
      return { kind: 'park', until, reason: failure.message, isOutage: false }
    }
    default: {
      const tripped = await attempt.circuits.failed(attempt.repositoryCircuit, failure.message)
      context.log.warn({ kind: failure.kind, circuit: tripped.state }, 'a change could not be read')
      return { kind: 'retry', reason: `${failure.message} ${failure.remedy}` }
    }
  }
}

export function publishFailed(attempt: Try, failure: PublishFailure): JobResult {
  if (failure.kind === 'host') return hostResult(attempt, failure.failure)
  switch (failure.why) {
    case 'lease-lost':
      return stoppedResult(attempt.context)
    // Begin again at the new head, or at the closed pull request, at once.
    case 'superseded':
    case 'closed':
      return {
        kind: 'park',
        until: attempt.now(),
        reason: `The pull request is ${failure.why}.`,
        isOutage: false,
      }
  }
}
