/**
 * What people said about findings without being asked: read from the conversation that a review looks at anyway. Saying
 * the same again changes nothing in the store, so each review may gather all of it anew.
 */
import type { FeedbackKind } from '../domain/feedback/feedback.ts'
import type { Finding, FindingId } from '../domain/finding/finding.ts'
import type { PullRequestRef } from '../domain/pull-request/pull-request.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { Conversation } from '../ports/code-host/conversation.ts'
import type { FeedbackEntry } from '../ports/store/feedback.ts'
import type { Dismissal } from '../ports/store/review-memory.ts'
import { matchThreads, type OwnThread } from './match-threads.ts'
import { provesGone } from './what-coverage-proves.ts'

export interface FeedbackFacts {
  readonly pullRequest: PullRequestRef
  readonly report: ReviewReport
  readonly conversation: Conversation
  readonly dismissals: readonly Dismissal[]
  /** Of the review before; null when there was none. */
  readonly lastReport: ReviewReport | null
  /** A file's text at the head, where it is known: tells an applied suggestion from another fix. */
  readonly headText?: (path: string) => string | null
  readonly now: number
}

export function gatherFeedback(facts: FeedbackFacts): readonly FeedbackEntry[] {
  const { report, conversation, lastReport } = facts
  const match = matchThreads(conversation, report)
  const before = new Map((lastReport?.findings ?? []).map((finding) => [finding.id, finding]))
  const today = new Map(report.findings.map((finding) => [finding.id, finding]))
  const files = new Map(report.coverage.map((line) => [line.path, line]))
  return [...match.own.flatMap(ofThread), ...facts.dismissals.flatMap(ofDismissal)]

  function ofThread(own: OwnThread): readonly FeedbackEntry[] {
    const rule = today.get(own.finding)?.rule ?? before.get(own.finding)?.rule ?? own.rule
    if (rule === null) return []
    return signsIn(own, rule).map(({ kind, person }) =>
      entry(own.finding, rule, kind, person, null, facts.now),
    )
  }

  function signsIn(own: OwnThread, rule: string): readonly { kind: FeedbackKind; person: string }[] {
    const { thread, finding } = own
    const isThere = today.has(finding)
    const isClosedByPerson = thread.isResolved && !thread.isResolvedByUs
    return [
      ...((thread.comments[0]?.thumbsDown ?? 0) > 0 ? [{ kind: 'thumbs-down' as const, person: '' }] : []),
      ...(isThere && isClosedByPerson
        ? [{ kind: 'resolved-unchanged' as const, person: thread.resolvedBy ?? '' }]
        : []),
      ...(!isThere && wasRead(thread.path, rule) ? [{ kind: fixKind(before.get(finding)), person: '' }] : []),
    ]
  }

  /** A file that left the change was taken back, not mended; one that was not read tells nothing. */
  function wasRead(path: string, rule: string): boolean {
    const line = files.get(path)
    return line !== undefined && provesGone(line, rule, report)
  }

  function fixKind(finding: Finding | undefined): FeedbackKind {
    const replacement = finding?.suggestion?.replacement.trim() ?? ''
    if (finding === undefined || replacement === '') return 'fixed'
    const text = facts.headText?.(finding.path) ?? null
    return text?.replaceAll('\r\n', '\n').includes(replacement) ? 'applied' : 'fixed'
  }

  function ofDismissal({ finding, by, reason, at }: Dismissal): readonly FeedbackEntry[] {
    const rule = today.get(finding)?.rule ?? before.get(finding)?.rule
    return rule === undefined ? [] : [entry(finding, rule, 'dismissed', by, reason, at)]
  }

  function entry(
    finding: FindingId,
    rule: string,
    kind: FeedbackKind,
    person: string,
    reason: string | null,
    at: number,
  ): FeedbackEntry {
    return { pullRequest: facts.pullRequest, finding, rule, kind, person, reason, at }
  }
}
