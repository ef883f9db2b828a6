/** One try at a review: what it has in hand, and the ends that every step may come to. */
import type { Hunk } from '../domain/diff/hunk.ts'
import type { Severity } from '../domain/finding/severity.ts'
import type { ReviewTask } from '../domain/job/job.ts'
import type { Hold } from '../domain/operations/hold-of.ts'
import type { Outcome } from '../domain/outcome.ts'
import type { PullRequest } from '../domain/pull-request/pull-request.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { CircuitName, Circuits } from '../ports/circuit/circuit.ts'
import type { CodeHost } from '../ports/code-host/code-host.ts'
import type { HostFailure } from '../ports/code-host/host-failure.ts'
import type { Meter } from '../ports/meter/meter.ts'
import type { SourceFailure } from '../ports/source/source.ts'
import type { ReviewRecord } from '../ports/store/review-memory.ts'
import type { Store } from '../ports/store/store.ts'
import type { Tracer } from '../ports/trace/tracer.ts'
import type { CheckRuns } from '../publish/check-run.ts'
import { resultOfHostFailure } from './host-result.ts'
import type { JobResult } from './job-result.ts'
import type { JobContext } from './worker.ts'

export interface ReviewedChange {
  readonly report: ReviewReport
  readonly hunks: ReadonlyMap<string, readonly Hunk[]>
}

export type ChangeFailure =
  | SourceFailure
  /** Each with its place, in one line. */
  | { readonly kind: 'bad-config'; readonly problems: readonly string[] }
  | { readonly kind: 'host'; readonly failure: HostFailure }

export type ReviewChange = (
  host: CodeHost,
  pullRequest: PullRequest,
  signal: AbortSignal,
) => Promise<Outcome<ReviewedChange, ChangeFailure>>

export interface ReviewPullRequestParts {
  readonly host: CodeHost
  readonly store: Pick<Store, 'reviews' | 'feedback'>
  readonly circuits: Circuits
  readonly reviewChange: ReviewChange
  readonly checks: { readonly name: string; readonly failOn: Severity | 'never' }
  /** What somebody switched off for this repository or installation; null: nothing. */
  readonly hold: Hold | null
  /** Whether comments on the pull request come to us. */
  readonly takesCommands: boolean
  readonly now: () => number
  /** 0..1 */
  readonly chance: () => number
  readonly meter: Meter
  readonly tracer: Tracer
}

/** What one try has in hand. */
export interface Try extends ReviewPullRequestParts {
  readonly task: ReviewTask
  readonly context: JobContext
  readonly checkRuns: CheckRuns
  readonly repositoryCircuit: CircuitName
  /** Fetching its code: a repository that the host cannot serve must not stop the work for all others. */
  readonly fetchCircuit: CircuitName
}

export function hostResult({ now, chance }: Try, failure: HostFailure): JobResult {
  return resultOfHostFailure(failure, now(), chance())
}

/** What it comes to is decided by the lease: cancelled, lost or handed back. */
export function stoppedResult(context: JobContext): JobResult {
  return context.isOurs()
    ? { kind: 'retry', reason: 'It was stopped before it came to its end.' }
    : { kind: 'hand-back' }
}

export async function remember(
  { store, now }: Try,
  pullRequest: PullRequest,
  facts: Pick<ReviewRecord, 'result' | 'note' | 'conclusion' | 'report'> & {
    readonly latencySeconds?: number
  },
): Promise<void> {
  await store.reviews.record(pullRequest, {
    head: pullRequest.head,
    base: pullRequest.base,
    finishedAt: now(),
    latencySeconds: null,
    ...facts,
  })
}
