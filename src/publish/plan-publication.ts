/**
 * From a report and what stands on the pull request to what has to be written, and nothing more: a plan made again after
 * it was carried out is empty. Pure, so that a retry may make it anew from what it reads.
 */
import type { Hunk } from '../domain/diff/hunk.ts'
import type { Demotion } from '../domain/feedback/feedback.ts'
import type { FindingId } from '../domain/finding/finding.ts'
import type { Severity } from '../domain/finding/severity.ts'
import type { CommitSha } from '../domain/repository/commit-sha.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { CheckUpdate } from '../ports/code-host/check-run.ts'
import type { NewReview } from '../ports/code-host/code-host.ts'
import type { Conversation } from '../ports/code-host/conversation.ts'
import type { Dismissal } from '../ports/store/review-memory.ts'
import { conclude, type Verdict } from './conclude.ts'
import { decideFates, type SettledFinding } from './decide-fates.ts'
import { readMarker } from './markers.ts'
import { matchThreads, type OwnThread, type ThreadMatch } from './match-threads.ts'
import { renderCheck } from './render/check-page.ts'
import { renderInlineComment } from './render/inline-comment.ts'
import { renderGoneNote, renderReviewBody } from './render/review-body.ts'
import { renderSummary } from './render/summary-comment.ts'

export interface PublicationFacts {
  readonly report: ReviewReport
  /** The commit that was reviewed. */
  readonly head: CommitSha
  /** Of each file whose diff has lines, by path as the report prints it. */
  readonly hunks: ReadonlyMap<string, readonly Hunk[]>
  readonly conversation: Conversation
  readonly memory: PublicationMemory
  readonly settings: PublicationSettings
  /** True when the host refused the comments on lines of this very review (422, which names no entry). */
  readonly linesRefused: boolean
}

export interface PublicationMemory {
  readonly dismissals: readonly Dismissal[]
  readonly demotions: readonly Demotion[]
  /** Of the last review that came to an end; null when there was none. */
  readonly lastReport: ReviewReport | null
}

export interface PublicationSettings {
  /** What fails the check. */
  readonly failOn: Severity | 'never'
  /** `full`: a person asked for this head again, so that it may get another review, of what is new. */
  readonly mode: 'up-to-head' | 'full'
  /** Whether somebody listens to `/autogen ...`: comments say so. */
  readonly takesCommands: boolean
}

export interface PublicationPlan {
  /** Null when there is nothing new to say on lines. */
  readonly review: NewReview | null
  readonly resolve: readonly ThreadEnd[]
  readonly notes: readonly ThreadNote[]
  readonly summary: SummaryPlan
  readonly check: CheckUpdate
  /** Every finding of the report, in its order, with what became of it. */
  readonly settled: readonly SettledFinding[]
  readonly verdict: Verdict
}

/** A thread that is over. */
export interface ThreadEnd {
  readonly thread: string
  readonly finding: FindingId
  /** What is said instead where the host does not let us resolve threads. */
  readonly note: ThreadNote
}

export interface ThreadNote {
  readonly toComment: number
  readonly body: string
}

export type SummaryPlan =
  | { readonly kind: 'create'; readonly body: string }
  | { readonly kind: 'update'; readonly id: number; readonly body: string }
  | { readonly kind: 'unchanged'; readonly id: number }

/** More comments than this in one review are read by nobody; the rest is in the summary. */
export const commentsMax = 60

export function planPublication(facts: PublicationFacts): PublicationPlan {
  const { report, conversation, memory, settings, head } = facts
  const match = matchThreads(conversation, report)
  const settled = decideFates({
    report,
    hunks: facts.hunks,
    standing: match.standing,
    maybeStanding: maybeStanding(facts),
    dismissals: memory.dismissals,
    demotions: memory.demotions,
    noLinesBecause: noLinesBecause(facts),
    commentsMax,
  })
  const verdict = conclude(report, settled, settings.failOn)
  const { takesCommands } = settings
  const summaryFacts = { report, settled, verdict, takesCommands }
  return {
    review: reviewOf(settled, head, takesCommands),
    ...threadsOf(match, memory.dismissals, head),
    summary: summaryPlan(conversation, renderSummary(summaryFacts)),
    check: renderCheck(summaryFacts),
    settled,
    verdict,
  }
}

function noLinesBecause({ linesRefused, settings, conversation, head }: PublicationFacts): string | null {
  if (linesRefused) return 'The code host refused the comments on lines of this review.'
  const isReviewed = conversation.ownReviews.some(({ body }) => readMarker(body, 'review') === head)
  return isReviewed && settings.mode === 'up-to-head'
    ? 'This commit has its review already; the finding goes onto its line with the next push.'
    : null
}

/** Of a conversation that was too long to be read whole, the last report tells what we must have said. */
function maybeStanding({ conversation, memory }: PublicationFacts): ReadonlySet<FindingId> {
  if (conversation.isComplete || memory.lastReport === null) return new Set()
  return new Set(memory.lastReport.findings.filter(({ shown }) => shown).map(({ id }) => id))
}

function reviewOf(
  settled: readonly SettledFinding[],
  head: CommitSha,
  takesCommands: boolean,
): NewReview | null {
  const comments = settled.flatMap(({ finding, fate }) => {
    if (fate.kind !== 'posted') return []
    const { side, startLine, line } = fate.place
    return [
      {
        path: finding.path,
        side,
        startLine,
        line,
        body: renderInlineComment(finding, fate.place, takesCommands),
      },
    ]
  })
  return comments.length === 0
    ? null
    : { commit: head, body: renderReviewBody(head, comments.length), comments }
}

/** A dismissal is a person's word and closes the thread; what is merely gone leaves threads to the people in them. */
function threadsOf(
  { own, gone }: ThreadMatch,
  dismissals: readonly Dismissal[],
  head: CommitSha,
): Pick<PublicationPlan, 'resolve' | 'notes'> {
  const isDismissed = new Set(dismissals.map(({ finding }) => finding))
  const dismissed = own.filter(({ thread, finding }) => !thread.isResolved && isDismissed.has(finding))
  const left = gone.filter((one) => !dismissed.includes(one))
  return {
    // One that was told to be gone without being resolved is one that we may not resolve.
    resolve: [...dismissed, ...left.filter(({ hasReply }) => !hasReply)]
      .filter(({ isNotedGone }) => !isNotedGone)
      .flatMap((one) =>
        noteOf(one, head, 'people').map((note) => ({ thread: one.thread.id, finding: one.finding, note })),
      ),
    notes: left
      .filter(({ hasReply, isNotedGone }) => hasReply && !isNotedGone)
      .flatMap((one) => noteOf(one, head, 'participants')),
  }
}

function noteOf(
  { thread, finding }: OwnThread,
  head: CommitSha,
  closedBy: 'participants' | 'people',
): readonly ThreadNote[] {
  const first = thread.comments[0]
  return first === undefined ? [] : [{ toComment: first.id, body: renderGoneNote(finding, head, closedBy) }]
}

/** The first of our comments that is a summary is the summary; hosts may change line ends and blanks at the end. */
function summaryPlan(conversation: Conversation, body: string): SummaryPlan {
  const standing = conversation.ownComments.find((comment) => readMarker(comment.body, 'summary') !== null)
  if (standing === undefined) return { kind: 'create', body }
  const isSame = standing.body.replaceAll('\r\n', '\n').trim() === body.trim()
  return isSame ? { kind: 'unchanged', id: standing.id } : { kind: 'update', id: standing.id, body }
}
