/** What people do, with every webhook GitHub would send for it. */
import { rerequestRun, rerequestSuite } from '../checks/change-check-run.ts'
import { addIssueComment, removeIssueComment } from '../comments/issue-comment.ts'
import { editIssueComment } from '../comments/routes.ts'
import {
  closePull,
  labelPull,
  mergePull,
  reopenPull,
  retargetPull,
  retitlePull,
  setDraft,
  unlabelPull,
} from '../pulls/change-pull-request.ts'
import { emitIssueComment } from '../pulls/pull-events.ts'
import type { PullRequest } from '../pulls/pull-request.ts'
import { inTurn } from '../repositories/repository.ts'
import {
  createReview,
  dismissReview,
  replyTo,
  setResolved,
  type WantedComment,
} from '../reviews/create-review.ts'
import { addReaction, type ReactionContent } from '../reviews/reactions.ts'
import type { ReviewState } from '../reviews/review.ts'
import { editReviewComment } from '../reviews/routes.ts'
import { accountNamed, pullNumbered, type World } from '../world/world.ts'
import { applySuggestion } from './apply-suggestion.ts'

export interface PersonReview {
  readonly state: Exclude<ReviewState, 'PENDING' | 'DISMISSED'>
  readonly body?: string
  readonly comments?: readonly (Pick<WantedComment, 'path' | 'body'> & Partial<WantedComment>)[]
}

/** All of it on pull requests, each named by its repository and number. Ids are those of the REST API. */
export interface Person {
  readonly login: string
  /** Bearer of REST and password of git. */
  readonly token: string
  close(repository: string, number: number): Promise<void>
  reopen(repository: string, number: number): Promise<void>
  merge(repository: string, number: number): Promise<void>
  readyForReview(repository: string, number: number): Promise<void>
  convertToDraft(repository: string, number: number): Promise<void>
  retarget(repository: string, number: number, base: string): Promise<void>
  retitle(repository: string, number: number, title: string): Promise<void>
  label(repository: string, number: number, name: string): Promise<void>
  unlabel(repository: string, number: number, name: string): Promise<void>
  /** @returns the comment's id */
  comment(repository: string, number: number, body: string): Promise<number>
  /** A reply in the thread of a review comment. @returns the reply's id */
  reply(commentId: number, body: string): Promise<number>
  editComment(commentId: number, body: string): Promise<void>
  deleteComment(commentId: number): Promise<void>
  /** @returns the review's id */
  review(repository: string, number: number, review: PersonReview): Promise<number>
  react(commentId: number, content: ReactionContent): Promise<void>
  /** The thread that holds the comment. */
  resolveThread(commentId: number): Promise<void>
  unresolveThread(commentId: number): Promise<void>
  dismissReview(reviewId: number): Promise<void>
  /** Commits the suggestion block of a review comment to the pull request's branch. @returns the commit */
  applySuggestion(commentId: number): Promise<string>
  rerequestCheckRun(checkRunId: number): Promise<void>
  /** Every check of the App at the pull request's head. */
  rerequestCheckSuite(repository: string, number: number, appId: number): Promise<void>
}

export function createPerson(world: World, login: string, token: string): Person {
  const account = accountNamed(world, login)
  const on = (repository: string, number: number, act: (pull: PullRequest) => unknown): Promise<void> => {
    const pull = pullNumbered(world, repository, number)
    return inTurn(pull.repository, async () => {
      await act(pull)
    })
  }
  const found = <Value>(value: Value | undefined, what: string): Value => {
    if (value === undefined) throw new Error(`no such ${what}`)
    return value
  }
  const reviewComment = (id: number) => found(world.reviewComments.get(id), `review comment ${id}`)
  const run = (id: number) => found(world.checkRuns.get(id), `check run ${id}`)
  return {
    login,
    token,
    close: (repository, number) => on(repository, number, (pull) => closePull(world, pull, account)),
    reopen: (repository, number) => on(repository, number, (pull) => reopenPull(world, pull, account)),
    merge: (repository, number) => on(repository, number, (pull) => mergePull(world, pull, account)),
    readyForReview: (repository, number) =>
      on(repository, number, (pull) => setDraft(world, pull, false, account)),
    convertToDraft: (repository, number) =>
      on(repository, number, (pull) => setDraft(world, pull, true, account)),
    retarget: (repository, number, base) =>
      on(repository, number, (pull) => retargetPull(world, pull, base, account)),
    retitle: (repository, number, title) =>
      on(repository, number, (pull) => retitlePull(world, pull, title, account)),
    label: (repository, number, name) =>
      on(repository, number, (pull) => labelPull(world, pull, name, account)),
    unlabel: (repository, number, name) =>
      on(repository, number, (pull) => unlabelPull(world, pull, name, account)),
    comment: async (repository, number, body) => {
      const comment = addIssueComment(world, pullNumbered(world, repository, number), account, null, body)
      emitIssueComment(world, comment, 'created', account)
      return comment.id
    },
    reply: async (commentId, body) => replyTo(world, reviewComment(commentId), account, body).id,
    editComment: async (commentId, body) => {
      const issueComment = world.issueComments.get(commentId)
      if (issueComment !== undefined) editIssueComment(world, issueComment, body, account)
      else editReviewComment(world, reviewComment(commentId), body, account)
    },
    deleteComment: async (commentId) => {
      const comment = found(world.issueComments.get(commentId), `comment ${commentId}`)
      removeIssueComment(world, comment)
      emitIssueComment(world, comment, 'deleted', account)
    },
    review: async (repository, number, { state, body = '', comments = [] }) => {
      const wanted = { author: account, state, body, commitId: undefined, comments: comments.map(whole) }
      return (await createReview(world, pullNumbered(world, repository, number), wanted)).id
    },
    react: async (commentId, content) => {
      const comment = world.issueComments.get(commentId) ?? reviewComment(commentId)
      addReaction(world, comment.reactions, account, content)
    },
    resolveThread: async (commentId) => setResolved(world, reviewComment(commentId).thread, true, account),
    unresolveThread: async (commentId) => setResolved(world, reviewComment(commentId).thread, false, account),
    dismissReview: async (reviewId) =>
      dismissReview(world, found(world.reviews.get(reviewId), `review ${reviewId}`), account),
    applySuggestion: (commentId) => applySuggestion(world, reviewComment(commentId), account),
    rerequestCheckRun: async (checkRunId) => rerequestRun(world, run(checkRunId), account),
    rerequestCheckSuite: async (repository, number, appId) => {
      const pull = pullNumbered(world, repository, number)
      rerequestSuite(
        world,
        found(world.apps.get(appId), `App ${appId}`),
        pull.repository,
        pull.headSha,
        account,
      )
    },
  }
}

function whole(comment: Pick<WantedComment, 'path' | 'body'> & Partial<WantedComment>): WantedComment {
  return {
    line: undefined,
    side: undefined,
    startLine: undefined,
    startSide: undefined,
    position: undefined,
    ...comment,
  }
}
