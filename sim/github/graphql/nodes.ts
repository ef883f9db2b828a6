/** What is kept, as GraphQL shows it to one viewer. Nothing is computed before it is asked for. */
import { actorOf, type Caller } from '../access/caller.ts'
import type { IssueComment } from '../comments/issue-comment.ts'
import { type PullRequest, reviewCommentsOf } from '../pulls/pull-request.ts'
import { associationOf } from '../repositories/association.ts'
import type { Repository } from '../repositories/repository.ts'
import type { Reaction, ReactionContent } from '../reviews/reactions.ts'
import type { Review } from '../reviews/review.ts'
import type { ReviewComment, ReviewThread } from '../reviews/review-thread.ts'
import type { Account } from '../world/account.ts'
import { nodeId } from '../world/ids.ts'
import { iso } from '../world/time.ts'
import type { World } from '../world/world.ts'
import { type ConnectionArgs, connection } from './connection.ts'

export const reactionNames: Readonly<Record<ReactionContent, string>> = {
  '+1': 'THUMBS_UP',
  '-1': 'THUMBS_DOWN',
  laugh: 'LAUGH',
  confused: 'CONFUSED',
  heart: 'HEART',
  hooray: 'HOORAY',
  rocket: 'ROCKET',
  eyes: 'EYES',
}

export type Nodes = ReturnType<typeof createNodes>

export function createNodes(world: World, caller: Caller) {
  const viewer = actorOf(caller)
  const { html } = world.urls

  /** GraphQL writes a bot without the `[bot]` that REST puts behind it. */
  const actor = (account: Account) => ({
    ...user(account),
    __typename: account.kind,
    login: account.login.replace(/\[bot\]$/, ''),
  })
  /** Where the schema wants a User, a bot is shown as one, and by its whole name. */
  const user = (account: Account) => ({
    __typename: 'User',
    id: account.nodeId,
    databaseId: account.id,
    login: account.login,
    resourcePath: `/${account.login}`,
    url: `${html}/${account.login}`,
    avatarUrl: `${html}/avatars/u/${account.id}?v=4`,
  })
  const commit = (repository: Repository, oid: string) => async () => {
    const found = await repository.git.commits.read(oid)
    if (found === null) return null
    return {
      id: nodeId('C', oid),
      oid,
      message: found.message.trimEnd(),
      committedDate: iso(found.committer.timeMs),
    }
  }
  const reaction = (one: Reaction) => ({
    __typename: 'Reaction',
    id: nodeId('REA', one.id),
    databaseId: one.id,
    content: reactionNames[one.content],
    createdAt: iso(one.createdMs),
    user: one.author.kind === 'Organization' ? null : user(one.author),
  })
  const reactable = (reactions: readonly Reaction[]) => ({
    viewerCanReact: true,
    reactions: (args: ConnectionArgs & { readonly content?: string | null }) => {
      const shown = reactions.filter(
        ({ content }) => args.content == null || reactionNames[content] === args.content,
      )
      const viewerHasReacted = shown.some(({ author }) => author.id === viewer.id)
      return { ...connection('reactions', shown, args, reaction), viewerHasReacted }
    },
  })
  const said = (pull: PullRequest, one: { author: Account; body: string; id: number; nodeId: string }) => ({
    id: one.nodeId,
    databaseId: one.id,
    fullDatabaseId: String(one.id),
    body: one.body,
    author: actor(one.author),
    authorAssociation: associationOf(pull.repository, one.author),
    viewerDidAuthor: one.author.id === viewer.id,
  })
  const page = (pull: PullRequest) => `${html}/${pull.repository.fullName}/pull/${pull.number}`

  const issueComment = (one: IssueComment) => ({
    __typename: 'IssueComment',
    ...said(one.pull, one),
    ...reactable(one.reactions),
    ...times(one),
    ...minimizable(one),
    url: `${page(one.pull)}#issuecomment-${one.id}`,
    pullRequest: () => pullRequest(one.pull),
  })
  const reviewComment = (one: ReviewComment) => ({
    __typename: 'PullRequestReviewComment',
    ...said(one.thread.pull, one),
    ...reactable(one.reactions),
    ...times(one),
    ...minimizable(one),
    ...placeOf(one.thread),
    url: `${page(one.thread.pull)}#discussion_r${one.id}`,
    path: one.thread.anchor.path,
    diffHunk: one.thread.anchor.diffHunk,
    outdated: one.thread.place === null,
    commit: commit(one.thread.pull.repository, one.thread.commitId),
    originalCommit: commit(one.thread.pull.repository, one.thread.anchor.commitId),
    pullRequestReview: () => review(one.review),
    replyTo: (): unknown => (one.replyTo === null ? null : reviewComment(one.replyTo)),
  })
  const thread = (one: ReviewThread) => ({
    __typename: 'PullRequestReviewThread',
    ...placeOf(one),
    id: one.nodeId,
    isResolved: one.isResolved,
    isCollapsed: one.isResolved || one.place === null,
    isOutdated: one.place === null,
    resolvedBy: one.resolvedBy === null ? null : user(one.resolvedBy),
    path: one.anchor.path,
    diffSide: one.anchor.side,
    startDiffSide: one.anchor.startSide,
    subjectType: 'LINE',
    viewerCanReply: true,
    viewerCanResolve: !one.isResolved,
    viewerCanUnresolve: one.isResolved,
    pullRequest: () => pullRequest(one.pull),
    repository: () => repository(one.pull.repository),
    comments: (args: ConnectionArgs) => connection('comments', one.comments, args, reviewComment),
  })
  const review = (one: Review) => ({
    __typename: 'PullRequestReview',
    ...said(one.pull, one),
    state: one.state,
    createdAt: iso(one.submittedMs),
    updatedAt: iso(one.submittedMs),
    submittedAt: one.state === 'PENDING' ? null : iso(one.submittedMs),
    url: `${page(one.pull)}#pullrequestreview-${one.id}`,
    commit: commit(one.pull.repository, one.commitId),
    comments: (args: ConnectionArgs) => {
      const ours = reviewCommentsOf(one.pull).filter((comment) => comment.review === one)
      return connection('comments', ours, args, reviewComment)
    },
  })
  const pullRequest = (pull: PullRequest) => ({
    __typename: 'PullRequest',
    id: pull.nodeId,
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    state: stateOf(pull),
    closed: pull.state === 'closed',
    merged: pull.mergedMs !== null,
    isDraft: pull.isDraft,
    isCrossRepository: pull.headRepository !== pull.repository,
    headRefOid: pull.headSha,
    headRefName: pull.headBranch,
    baseRefOid: pull.baseSha,
    baseRefName: pull.baseBranch,
    author: actor(pull.author),
    authorAssociation: associationOf(pull.repository, pull.author),
    additions: pull.diff.additions,
    deletions: pull.diff.deletions,
    changedFiles: pull.diff.files.length,
    url: page(pull),
    ...times(pull),
    baseRepository: () => repository(pull.repository),
    headRepository: () => repository(pull.headRepository),
    labels: (args: ConnectionArgs) =>
      connection('labels', pull.labels, args, ({ id, name }) => ({ id: nodeId('LA', id), name })),
    comments: (args: ConnectionArgs) => connection('comments', pull.issueComments, args, issueComment),
    reviewThreads: (args: ConnectionArgs) =>
      connection('reviewThreads', submittedThreads(pull), args, thread),
    commits: (args: ConnectionArgs) =>
      connection('commits', pull.commitShas.toReversed(), args, (oid) => ({
        commit: commit(pull.repository, oid),
      })),
    reviews: (
      args: ConnectionArgs & { readonly author?: string | null; readonly states?: readonly string[] | null },
    ) => {
      const shown = pull.reviews
        .filter(({ state, author }) => state !== 'PENDING' || author.id === viewer.id)
        .filter(({ state }) => args.states == null || args.states.includes(state))
        .filter(({ author }) => args.author == null || actor(author).login === args.author)
      return connection('reviews', shown, args, review)
    },
  })
  const repository = (one: Repository) => ({
    __typename: 'Repository',
    id: one.nodeId,
    databaseId: one.id,
    name: one.name,
    nameWithOwner: one.fullName,
    isPrivate: one.isPrivate,
    isFork: one.fork !== null,
    url: `${html}/${one.fullName}`,
    pullRequest: ({ number }: { readonly number: number }) => {
      const pull = one.pulls.get(number)
      return pull === undefined ? null : pullRequest(pull)
    },
    pullRequests: (
      args: ConnectionArgs & {
        readonly states?: readonly string[] | null
        readonly headRefName?: string | null
        readonly baseRefName?: string | null
      },
    ) => {
      const shown = [...one.pulls.values()]
        .filter((pull) => args.states == null || args.states.includes(stateOf(pull)))
        .filter((pull) => args.headRefName == null || args.headRefName === pull.headBranch)
        .filter((pull) => args.baseRefName == null || args.baseRefName === pull.baseBranch)
      return connection('pullRequests', shown, args, pullRequest)
    },
  })
  return {
    viewer: user(viewer),
    repository,
    pullRequest,
    thread,
    review,
    reviewComment,
    issueComment,
    reaction,
  }
}

function times({ createdMs, updatedMs }: { readonly createdMs: number; readonly updatedMs: number }) {
  return { createdAt: iso(createdMs), updatedAt: iso(updatedMs) }
}

function minimizable({ minimized }: { readonly minimized: string | null }) {
  return { isMinimized: minimized !== null, minimizedReason: minimized, viewerCanMinimize: true }
}

function placeOf({ anchor, place }: ReviewThread) {
  return {
    line: place?.line ?? null,
    startLine: place?.startLine ?? null,
    originalLine: anchor.line,
    originalStartLine: anchor.startLine,
  }
}

function submittedThreads(pull: PullRequest): readonly ReviewThread[] {
  return pull.threads.filter(({ comments }) => comments.some(({ review }) => review.state !== 'PENDING'))
}

function stateOf(pull: PullRequest): string {
  if (pull.state === 'open') return 'OPEN'
  return pull.mergedMs === null ? 'CLOSED' : 'MERGED'
}
