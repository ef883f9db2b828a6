/**
 * The GraphQL that conversations need. One request reads a usual pull request whole.
 *
 * GitHub counts each connection below a list once for each entry it might hold, so the thumbs are asked of a thread's
 * first comment alone, where a finding of ours stands: 3 points a page instead of 100. Numbers are asked as
 * `fullDatabaseId`, because those of comments have outgrown the 32 bits of `databaseId`.
 */
const author = /* GraphQL */ `author {
  login
  ... on Bot { databaseId }
  ... on User { databaseId }
}`

const threadComment = /* GraphQL */ `fullDatabaseId
body
viewerDidAuthor
${author}`

export const threadsPerPage = 100
export const commentsPerThread = 30
export const entriesPerPage = 100

export const conversationQuery = /* GraphQL */ `query Conversation(
  $owner: String!
  $repo: String!
  $number: Int!
  $withThreads: Boolean!
  $threadsAfter: String
  $withComments: Boolean!
  $commentsAfter: String
  $withReviews: Boolean!
  $reviewsAfter: String
) {
  viewer { login databaseId }
  repository(owner: $owner, name: $repo) {
    databaseId
    pullRequest(number: $number) {
      reviewThreads(first: ${threadsPerPage}, after: $threadsAfter) @include(if: $withThreads) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          path
          line
          isResolved
          resolvedBy { login databaseId }
          opening: comments(first: 1) {
            nodes { fullDatabaseId reactions(content: THUMBS_DOWN) { totalCount } }
          }
          comments(first: ${commentsPerThread}) {
            pageInfo { hasNextPage endCursor }
            nodes { ${threadComment} }
          }
        }
      }
      comments(first: ${entriesPerPage}, after: $commentsAfter) @include(if: $withComments) {
        pageInfo { hasNextPage endCursor }
        nodes { fullDatabaseId body viewerDidAuthor ${author} }
      }
      reviews(first: ${entriesPerPage}, after: $reviewsAfter) @include(if: $withReviews) {
        pageInfo { hasNextPage endCursor }
        nodes { fullDatabaseId body viewerDidAuthor ${author} commit { oid } }
      }
    }
  }
}`

export const threadQuery = /* GraphQL */ `query ThreadComments($thread: ID!, $after: String) {
  node(id: $thread) {
    ... on PullRequestReviewThread {
      comments(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { ${threadComment} }
      }
    }
  }
}`

export const resolveThreadMutation = /* GraphQL */ `mutation ResolveThread($thread: ID!) {
  resolveReviewThread(input: { threadId: $thread }) {
    thread { id isResolved }
  }
}`
