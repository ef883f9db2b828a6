/**
 * What people said about a change: its title and description, the issue it closes, the threads that stand on it, what
 * was put aside. It helps the agents and decides nothing, so what the host does not tell is left out.
 */
import type { ChangeStory, EarlierRemark } from '../../agents/context/context.ts'
import { linkedIssueNumber } from '../../domain/pull-request/linked-issue.ts'
import type { PullRequest } from '../../domain/pull-request/pull-request.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { ReviewThread } from '../../ports/code-host/conversation.ts'
import type { Store } from '../../ports/store/store.ts'
import { readMarker } from '../../publish/markers.ts'

export interface StoryParts {
  readonly host: Pick<CodeHost, 'issues' | 'conversations'>
  readonly reviews: Pick<Store['reviews'], 'last' | 'dismissals'>
}

/** Commits are told by the snapshot. */
export type ToldStory = Omit<ChangeStory, 'commits'>

const threadsMax = 50
const textCharactersMax = 2_000

export async function gatherStory(
  { host, reviews }: StoryParts,
  pullRequest: PullRequest,
  signal: AbortSignal,
): Promise<ToldStory> {
  const issue = linkedIssueNumber(pullRequest.body)
  const [linked, conversation, dismissed] = await Promise.all([
    issue === null ? null : host.issues.read(pullRequest.repository, issue, signal),
    host.conversations.read(pullRequest, signal),
    dismissedRemarks(reviews, pullRequest),
  ])
  const threads = conversation.ok ? conversation.value.threads.slice(-threadsMax).flatMap(remarkOf) : []
  const told = new Set(dismissed.map(({ finding }) => finding))
  return {
    title: pullRequest.title,
    description: pullRequest.body,
    linkedIssue: linked?.ok === true ? linked.value : null,
    earlier: [...dismissed, ...threads.filter(({ finding }) => finding === null || !told.has(finding))],
  }
}

async function dismissedRemarks(
  reviews: StoryParts['reviews'],
  pullRequest: PullRequest,
): Promise<readonly EarlierRemark[]> {
  const [last, dismissals] = await Promise.all([reviews.last(pullRequest), reviews.dismissals(pullRequest)])
  const findings = new Map((last?.report?.findings ?? []).map((finding) => [finding.id, finding]))
  return dismissals.flatMap(({ finding, reason }) => {
    const found = findings.get(finding)
    if (found === undefined) return []
    const { path, line, message } = found
    return [{ finding, path, line, text: message, fate: 'dismissed' as const, reason }]
  })
}

function remarkOf(thread: ReviewThread): readonly EarlierRemark[] {
  const [first] = thread.comments
  if (first === undefined) return []
  const text = thread.comments
    .map(({ author, body }) => `${author ?? 'somebody'}: ${body}`)
    .join('\n')
    .slice(0, textCharactersMax)
  return [
    {
      finding: first.isOurs ? readMarker(first.body, 'finding') : null,
      path: thread.path,
      line: thread.line,
      text,
      fate: thread.isResolved ? 'resolved' : 'open',
      reason: '',
    },
  ]
}
