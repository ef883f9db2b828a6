/** What is read of a conversation, with answers of GraphQL as GitHub gives them. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  base,
  head,
  hostFor,
  pullRequest,
  type ScriptedGitHub,
  startScriptedGitHub,
} from '../fixtures/scripted-github.ts'

let github: ScriptedGitHub
const { signal } = new AbortController()
const us = { login: 'autogen', databaseId: 500 }
const mona = { login: 'mona', databaseId: 1 }

beforeEach(async () => {
  github = await startScriptedGitHub()
})
afterEach(async () => {
  await github.close()
})

interface Asked {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

function answerQueries(answer: (asked: Asked) => unknown): void {
  github.answer(({ path, body }) =>
    path === '/api/graphql' ? { body: answer(JSON.parse(body)) } : undefined,
  )
}

function page(nodes: readonly unknown[], endCursor: string | null = null) {
  return { pageInfo: { hasNextPage: endCursor !== null, endCursor }, nodes }
}

function said(id: number, author: unknown, viewerDidAuthor = false, body = `words ${id}`) {
  return { fullDatabaseId: String(id), body, viewerDidAuthor, author }
}

function thread(id: string, comments: unknown, over: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    path: 'src/a.ts',
    line: 3,
    isResolved: false,
    resolvedBy: null,
    opening: { nodes: [{ fullDatabaseId: '1', reactions: { totalCount: 2 } }] },
    comments,
    ...over,
  }
}

function data(pull: unknown, databaseId = 99) {
  return {
    data: {
      viewer: { login: 'autogen[bot]', databaseId: 500 },
      repository: { databaseId, pullRequest: pull },
    },
  }
}

test('one request reads it, and ours is what the host says is ours', async () => {
  const stolen = '<!-- autogen:fingerprint -->'
  answerQueries(() =>
    data({
      reviewThreads: page([
        thread('T1', page([said(3_000_000_001, us, true), said(12, mona, false, stolen), null])),
        thread('T2', page([said(13, null)]), { isResolved: true, resolvedBy: us, line: null }),
      ]),
      comments: page([
        said(20, us),
        said(21, mona, false, stolen),
        said(22, { login: 'autogen', databaseId: 501 }),
      ]),
      reviews: page([
        { ...said(30, us, true), commit: { oid: head } },
        { ...said(31, mona), commit: { oid: base } },
      ]),
    }),
  )
  const read = await hostFor(github.url).conversations.read(pullRequest, signal)
  expect(read).toMatchObject({
    ok: true,
    value: {
      threads: [
        {
          id: 'T1',
          line: 3,
          comments: [
            { id: 3_000_000_001, isOurs: true, thumbsDown: 2 },
            { id: 12, isOurs: false, author: 'mona', thumbsDown: 0 },
          ],
        },
        { id: 'T2', line: null, isResolvedByUs: true, comments: [{ author: null, isOurs: false }] },
      ],
      ownComments: [{ id: 20 }],
      ownReviews: [{ id: 30, commit: head }],
      isComplete: true,
    },
  })
  expect(github.heard.length).toBe(1)
})

test('further pages are asked of the lists that have them, and long threads to their end', async () => {
  const asked: Asked['variables'][] = []
  answerQueries(({ query, variables }) => {
    asked.push(variables)
    if (query.startsWith('query ThreadComments')) {
      return {
        data: {
          node: {
            comments: page(
              [said(variables.after === 'c30' ? 31 : 32, mona)],
              variables.after === 'c30' ? 'c31' : null,
            ),
          },
        },
      }
    }
    if (variables.threadsAfter === null) {
      return data({
        reviewThreads: page([thread('T1', page([said(1, us, true)], 'c30'))], 't1'),
        comments: page([said(2, us, true)]),
        reviews: page([]),
      })
    }
    return data({ reviewThreads: page([thread('T2', page([said(5, mona)]))]) })
  })
  const read = await hostFor(github.url).conversations.read(pullRequest, signal)
  expect(
    asked
      .slice(0, 2)
      .map(({ withThreads, withComments, withReviews }) => [withThreads, withComments, withReviews]),
  ).toEqual([
    [true, true, true],
    [true, false, false],
  ])
  expect(
    read.ok
      ? read.value.threads.map(({ id, comments }) => [id, comments.map((comment) => comment.id)])
      : read,
  ).toEqual([
    ['T1', [1, 31, 32]],
    ['T2', [5]],
  ])
  expect(read).toMatchObject({ value: { isComplete: true } })
})

test('a conversation without end is read up to a bound, and says so', async () => {
  answerQueries(({ variables }) =>
    data({
      ...(variables.withThreads === true ? { reviewThreads: page([], 'again') } : {}),
      ...(variables.withComments === true ? { comments: page([said(2, us, true)], 'again') } : {}),
      ...(variables.withReviews === true ? { reviews: page([], 'again') } : {}),
    }),
  )
  const read = await hostFor(github.url).conversations.read(pullRequest, signal)
  expect(read).toMatchObject({ ok: true, value: { isComplete: false } })
  expect(github.heard.length).toBe(20)
})

test.each([
  ['is not there', data(null)],
  [
    'is of a repository that took the name',
    data({ reviewThreads: page([]), comments: page([]), reviews: page([]) }, 100),
  ],
  [
    'is out of sight',
    { data: { repository: null }, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve' }] },
  ],
])('a pull request that %s is not found', async (_, answer) => {
  answerQueries(() => answer)
  expect(await hostFor(github.url).conversations.read(pullRequest, signal)).toMatchObject({
    failure: { kind: 'not-found' },
  })
})

test('a fault that GraphQL tells with 200 is asked again, as any read is', async () => {
  let faults = 1
  answerQueries(() => {
    faults -= 1
    return faults >= 0
      ? { data: null, errors: [{ message: 'Something went wrong while executing your query.' }] }
      : data({ reviewThreads: page([]), comments: page([]), reviews: page([]) })
  })
  expect((await hostFor(github.url).conversations.read(pullRequest, signal)).ok).toBe(true)
  expect(github.heard.length).toBe(2)
})

test('a thread is resolved once; one that GitHub refuses is told as a missing permission', async () => {
  answerQueries(() => ({ data: { resolveReviewThread: { thread: { id: 'T1', isResolved: true } } } }))
  expect((await hostFor(github.url).conversations.resolveThread(pullRequest, 'T1', signal)).ok).toBe(true)
  answerQueries(() => ({
    data: { resolveReviewThread: null },
    errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
  }))
  expect(await hostFor(github.url).conversations.resolveThread(pullRequest, 'T1', signal)).toMatchObject({
    failure: { kind: 'permission', mayHaveApplied: false },
  })
})

test('a review is sent as one, ranges with both their sides', async () => {
  github.answer(({ path }) => (path.endsWith('/reviews') ? { body: { id: 4 } } : undefined))
  const comments = [
    { path: 'a.ts', side: 'RIGHT' as const, startLine: 2, line: 4, body: 'range' },
    { path: 'a.ts', side: 'LEFT' as const, startLine: null, line: 9, body: 'line' },
  ]
  const review = { commit: head as never, body: 'words', comments }
  expect(await hostFor(github.url).conversations.postReview(pullRequest, review, signal)).toEqual({
    ok: true,
    value: { id: 4 },
  })
  expect(JSON.parse(github.heard[0]?.body ?? '')).toEqual({
    commit_id: head,
    event: 'COMMENT',
    body: 'words',
    comments: [
      { path: 'a.ts', side: 'RIGHT', start_line: 2, start_side: 'RIGHT', line: 4, body: 'range' },
      { path: 'a.ts', side: 'LEFT', line: 9, body: 'line' },
    ],
  })
})
