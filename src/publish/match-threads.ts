/**
 * Which findings stand on the pull request already, and which of ours are gone. A thread is ours when the host says so
 * and our marker is in its first comment: a marker that somebody else pastes says nothing, and what a person edits into
 * our comment does not make it theirs.
 */
import type { FindingId } from '../domain/finding/finding.ts'
import type { ReviewReport } from '../domain/review/report.ts'
import type { Conversation, ReviewThread } from '../ports/code-host/conversation.ts'
import { readMarker } from './markers.ts'
import { provesGone } from './what-coverage-proves.ts'

export interface OwnThread {
  readonly thread: ReviewThread
  readonly finding: FindingId
  /** As the comment remembers it; null when it does not. */
  readonly rule: string | null
  /** Somebody else wrote in it: it is theirs to close. */
  readonly hasReply: boolean
  /** We said once that the finding is gone. */
  readonly isNotedGone: boolean
}

export type Standing =
  | { readonly kind: 'open'; readonly thread: ReviewThread }
  /** A person's word: it stays closed. */
  | { readonly kind: 'closed-by-person'; readonly by: string | null }

export interface ThreadMatch {
  readonly own: readonly OwnThread[]
  /** Findings with a thread that still says something. One that only we closed is not among them: it may be told again. */
  readonly standing: ReadonlyMap<FindingId, Standing>
  /** Open threads whose finding is proven to be gone. */
  readonly gone: readonly OwnThread[]
}

export function matchThreads(conversation: Conversation, report: ReviewReport): ThreadMatch {
  const own = conversation.threads.flatMap(ownThreadOf)
  const found = new Set(report.findings.map(({ id }) => id))
  const isGone = goneTest(report)
  return {
    own,
    standing: standingOf(own),
    gone: own.filter(
      ({ thread, finding, rule }) => !thread.isResolved && !found.has(finding) && isGone(thread.path, rule),
    ),
  }
}

const idPattern = /^[0-9a-f]{16}$/

function ownThreadOf(thread: ReviewThread): readonly OwnThread[] {
  const [first, ...replies] = thread.comments
  if (first === undefined || !first.isOurs) return []
  const finding = readMarker(first.body, 'finding')
  if (finding === null || !idPattern.test(finding)) return []
  return [
    {
      thread,
      finding: finding as FindingId,
      rule: readMarker(first.body, 'rule'),
      hasReply: replies.some(({ isOurs }) => !isOurs),
      isNotedGone: replies.some(({ isOurs, body }) => isOurs && readMarker(body, 'gone') === finding),
    },
  ]
}

function standingOf(own: readonly OwnThread[]): ReadonlyMap<FindingId, Standing> {
  const standing = new Map<FindingId, Standing>()
  for (const { thread, finding } of own) {
    if (!thread.isResolved) standing.set(finding, { kind: 'open', thread })
    else if (!thread.isResolvedByUs && !standing.has(finding))
      standing.set(finding, { kind: 'closed-by-person', by: thread.resolvedBy })
  }
  return standing
}

/** A file that was not read proves nothing; one that the change no longer touches takes its findings with it. */
function goneTest(report: ReviewReport): (path: string, rule: string | null) => boolean {
  const lines = new Map(report.coverage.map((line) => [line.path, line]))
  return (path, rule) => provesGone(lines.get(path), rule, report)
}
