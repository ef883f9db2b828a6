/** What is said on a pull request: read through GraphQL, written through REST. */
import { fail, succeed } from '../../../domain/outcome.ts'
import { commitSha } from '../../../domain/repository/commit-sha.ts'
import type { Conversations, NewReview, NewReviewComment } from '../../../ports/code-host/code-host.ts'
import { Anything, type Api } from '../api/create-api.ts'
import { refusedInput, unexpectedAnswer } from '../api/failures.ts'
import { isNumber, locate, locatePull } from '../locations.ts'
import { Created } from '../shapes.ts'
import { ResolvedData } from './answers.ts'
import { resolveThreadMutation } from './queries.ts'
import { readConversation } from './read-conversation.ts'

export function createConversations(api: Api): Conversations {
  return {
    async read(pullRequest, signal) {
      const location = locatePull(pullRequest)
      return location.ok ? await readConversation(api, pullRequest, location.value, signal) : location
    },

    async postReview(pullRequest, review, signal) {
      const location = locatePull(pullRequest)
      if (!location.ok) return location
      if (commitSha(review.commit) === null) return refusedInput('The name of the commit')
      const answer = await api.call({
        ...location.value,
        route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
        body: reviewBody(review),
        schema: Created,
        signal,
      })
      return answer.ok ? succeed(answer.value.value) : answer
    },

    async postComment(pullRequest, body, signal) {
      const location = locatePull(pullRequest)
      if (!location.ok) return location
      const answer = await api.call({
        ...location.value,
        route: 'POST /repos/{owner}/{repo}/issues/{pull_number}/comments',
        body: { body },
        schema: Created,
        signal,
      })
      return answer.ok ? succeed(answer.value.value) : answer
    },

    async editComment({ repository }, id, body, signal) {
      const location = locate(repository)
      if (!location.ok) return location
      if (!isNumber(id)) return refusedInput('The number of the comment')
      const { installation, parameters } = location.value
      const answer = await api.call({
        installation,
        route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
        parameters: { ...parameters, comment_id: id },
        body: { body },
        schema: Anything,
        signal,
      })
      return answer.ok ? succeed(undefined) : answer
    },

    async reply(pullRequest, toComment, body, signal) {
      const location = locatePull(pullRequest)
      if (!location.ok) return location
      if (!isNumber(toComment)) return refusedInput('The number of the comment')
      const { installation, parameters } = location.value
      const answer = await api.call({
        installation,
        route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies',
        parameters: { ...parameters, comment_id: toComment },
        body: { body },
        schema: Created,
        signal,
      })
      return answer.ok ? succeed(answer.value.value) : answer
    },

    async resolveThread({ repository }, threadId, signal) {
      const location = locate(repository)
      if (!location.ok) return location
      const answer = await api.graphql({
        kind: 'write',
        installation: location.value.installation,
        query: resolveThreadMutation,
        variables: { thread: threadId },
        schema: ResolvedData,
        signal,
      })
      if (!answer.ok) return answer
      const isResolved = answer.value.resolveReviewThread?.thread?.isResolved ?? false
      return isResolved ? succeed(undefined) : fail(unexpectedAnswer('the thread is still open', 200, true))
    },

    async react({ repository }, comment, reaction, signal) {
      const location = locate(repository)
      if (!location.ok) return location
      if (!isNumber(comment.id)) return refusedInput('The number of the comment')
      const { installation, parameters } = location.value
      const kind = comment.kind === 'issue' ? 'issues' : 'pulls'
      const answer = await api.call({
        installation,
        route: `POST /repos/{owner}/{repo}/${kind}/comments/{comment_id}/reactions`,
        parameters: { ...parameters, comment_id: comment.id },
        body: { content: reaction },
        schema: Anything,
        signal,
      })
      return answer.ok ? succeed(undefined) : answer
    },
  }
}

function reviewBody({ commit, body, comments }: NewReview) {
  return {
    commit_id: commit,
    event: 'COMMENT',
    // An empty body is refused when there is one.
    ...(body === '' ? {} : { body }),
    comments: comments.map(toComment),
  }
}

/** A range on one side: GitHub wants both sides named, and no range where there is one line. */
function toComment({ path, side, startLine, line, body }: NewReviewComment) {
  const range = startLine === null || startLine === line ? {} : { start_line: startLine, start_side: side }
  return { path, side, line, body, ...range }
}
