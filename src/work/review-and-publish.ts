/** The middle of a review: read and analyse the change, publish what came of it, remember it and learn from it. */
import { decideDemotions } from '../domain/feedback/decide-demotions.ts'
import type { Outcome } from '../domain/outcome.ts'
import type { PullRequest, PullRequestRef } from '../domain/pull-request/pull-request.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { OpenCheck, ReviewRecord } from '../ports/store/review-memory.ts'
import { gatherFeedback } from '../publish/gather-feedback.ts'
import type { Published, PublishFailure } from '../publish/publish-review.ts'
import { createPublisher } from '../publish/publish-review.ts'
import type { JobResult } from './job-result.ts'
import { changeFailed, publishFailed } from './review-failures.ts'
import type { ChangeFailure, ReviewedChange, Try } from './review-try.ts'
import { hostResult, remember, stoppedResult } from './review-try.ts'

export async function reviewAndPublish(
  attempt: Try,
  pullRequest: PullRequest,
  check: OpenCheck,
  last: ReviewRecord | null,
): Promise<JobResult> {
  const { reviewChange, host, context, circuits, repositoryCircuit, fetchCircuit } = attempt
  const admission = await circuits.admit(fetchCircuit)
  if (admission.kind === 'refused') {
    const { until, reason } = admission
    return { kind: 'park', until, reason, isOutage: false }
  }
  const tip = await host.pulls.readBaseTip(pullRequest, context.signal)
  if (!tip.ok) return hostResult(attempt, tip.failure)
  const current = { ...pullRequest, base: tip.value ?? pullRequest.base }
  const reviewed = await attempt.tracer.span('review the change', {}, () =>
    reviewChange(host, current, context.signal),
  )
  if (context.signal.aborted) return stoppedResult(context)
  if (reviewed.ok || !fetchFailures.has(reviewed.failure.kind)) await circuits.succeeded(fetchCircuit)
  if (!reviewed.ok) return changeFailed(attempt, pullRequest, check, reviewed.failure)
  const began = attempt.now()
  const change = reviewed.value
  const published = await attempt.tracer.span('publish', {}, () =>
    publish(attempt, pullRequest, check, change, last),
  )
  if (!published.ok) return publishFailed(attempt, published.failure)
  await circuits.succeeded(repositoryCircuit)
  const report = withStage(reviewed.value.report, 'publish', attempt.now() - began)
  noteStages(attempt, report)
  const result = await concluded(attempt, pullRequest, report, last, published.value)
  await attempt.checkRuns.forget(pullRequest, check)
  return result
}

const fetchFailures: ReadonlySet<ChangeFailure['kind']> = new Set(['unreachable', 'head-moved'])

/** Of the review itself; what each analyser took stands in the report. */
const stagesCounted = ['fetch', 'diff', 'analyse', 'judge', 'publish'] as const

function noteStages({ meter }: Try, { stats }: ReviewReport): void {
  for (const stage of stagesCounted) {
    const ms = stats.stages[stage]
    if (ms !== undefined) meter.observe('autogen_review_stage_seconds', ms / 1000, { stage })
  }
}

function withStage(report: ReviewReport, stage: string, ms: number): ReviewReport {
  const stages = { ...report.stats.stages, [stage]: Math.round(ms) }
  return { ...report, stats: { ...report.stats, stages } }
}

async function publish(
  { host, store, context, checkRuns, checks, task, takesCommands }: Try,
  pullRequest: PullRequest,
  check: OpenCheck,
  { report, hunks }: ReviewedChange,
  last: ReviewRecord | null,
): Promise<Outcome<Published, PublishFailure>> {
  const [dismissals, demotions] = await Promise.all([
    store.reviews.dismissals(pullRequest),
    store.feedback.demotions(pullRequest.repository),
  ])
  const publisher = createPublisher({ host, checkRuns, log: context.log })
  return publisher.publish({
    pullRequest,
    check,
    report,
    hunks,
    head: pullRequest.head,
    memory: { dismissals, demotions, lastReport: last?.report ?? null },
    settings: { failOn: checks.failOn, mode: task.mode, takesCommands },
    stillOurs: async () => context.isOurs(),
    signal: context.signal,
  })
}

async function concluded(
  attempt: Try,
  pullRequest: PullRequest,
  report: ReviewReport,
  last: ReviewRecord | null,
  { plan, conversation, commentsSent }: Published,
): Promise<JobResult> {
  const { context, meter, now } = attempt
  const note = plan.check.title
  const latencySeconds = Math.max(0, now() - context.job.createdAt) / 1000
  meter.observe('autogen_review_latency_seconds', latencySeconds)
  await learn(attempt, pullRequest, report, last, conversation)
  const conclusion = plan.check.conclusion ?? 'neutral'
  await remember(attempt, pullRequest, { result: 'published', note, conclusion, report, latencySeconds })
  return {
    kind: 'done',
    outcome: 'published',
    note,
    facts: {
      head: pullRequest.head,
      conclusion,
      findings: report.findings.length,
      comments: commentsSent,
      files: report.stats.files,
      stages: report.stats.stages,
    },
  }
}

async function learn(
  { store, now, context }: Try,
  pullRequest: PullRequestRef,
  report: ReviewReport,
  last: ReviewRecord | null,
  conversation: Published['conversation'],
): Promise<void> {
  const { repository } = pullRequest
  const dismissals = await store.reviews.dismissals(pullRequest)
  const lastReport = last?.report ?? null
  const entries = gatherFeedback({ pullRequest, report, conversation, dismissals, lastReport, now: now() })
  if (entries.length === 0) return
  await store.feedback.record(entries)
  const [tally, demoted] = await Promise.all([
    store.feedback.tally(repository),
    store.feedback.demotions(repository),
  ])
  for (const demotion of decideDemotions(tally, demoted, now())) {
    await store.feedback.demote(repository, demotion)
    context.log.info({ rule: demotion.rule, reason: demotion.reason }, 'rule demoted')
  }
}
