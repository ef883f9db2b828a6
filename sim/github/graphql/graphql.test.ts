/** GraphQL as GitHub has it: the schema is part of theirs, and so is every query asked here. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  buildASTSchema,
  buildSchema,
  type GraphQLArgument,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
  visit,
} from 'graphql'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { installationClient } from '../testing/app-client.ts'
import { type Story, startStory } from '../testing/story.ts'
import { sdl } from './sdl.ts'

let theirs: GraphQLSchema
beforeAll(() => {
  const path = fileURLToPath(new URL('./schema.graphql', import.meta.resolve('@octokit/graphql-schema')))
  // GitHub deprecates fields that their interfaces do not, which graphql-js takes for an invalid schema.
  const document = visit(parse(readFileSync(path, 'utf8'), { noLocation: true }), {
    Directive: ({ name }) => (name.value === 'deprecated' ? null : undefined),
  })
  theirs = buildASTSchema(document, { assumeValidSDL: true })
})

let story: Story
beforeEach(async () => {
  story = await startStory()
})
afterEach(() => story.close())

const query = (text: string, variables: object = {}, ask = story.ask) => {
  expect(validate(theirs, parse(text))).toEqual([])
  return ask<{ readonly data: { readonly [key: string]: unknown }; readonly errors?: readonly object[] }>(
    'POST',
    '/graphql',
    { query: text, variables },
  )
}

const whole = `query($number: Int!, $after: String) { viewer { login } rateLimit { cost remaining }
  repository(owner: "acme", name: "shop") { pullRequest(number: $number) {
    id number title body state isDraft headRefOid baseRefOid baseRefName author { login __typename }
    reviewThreads(first: 1, after: $after) { pageInfo { hasNextPage endCursor } totalCount nodes {
      id isResolved isOutdated resolvedBy { login } path line originalLine startLine diffSide
      comments(first: 50) { nodes { id databaseId body viewerDidAuthor author { login __typename } createdAt
        reactions(content: THUMBS_DOWN) { totalCount } originalCommit { oid } replyTo { id } } } } }
    comments(last: 10) { nodes { id databaseId body viewerDidAuthor author { login } isMinimized } }
    reviews(first: 10) { nodes { id databaseId state viewerDidAuthor body commit { oid } } }
    commits(last: 1) { nodes { commit { oid } } } } } }`

async function reviewed() {
  const { ask, base, pull } = story
  await ask('POST', `${base}/pulls/${pull}/reviews`, {
    event: 'COMMENT',
    body: 'Words',
    comments: [
      { path: 'src/a.ts', line: 10, body: 'one' },
      { path: 'src/a.ts', line: 30, body: 'two' },
    ],
  })
  await ask('POST', `${base}/issues/${pull}/comments`, { body: 'summary' })
  return story.github.pull(story.repository, pull)
}

test('a pull request is read whole, by the page, with who wrote what', async () => {
  const view = await reviewed()
  await story.github.person('ada').react(Number(view.reviewComments[0]?.id), '-1')
  const { json } = await query(whole, { number: story.pull })
  expect(json).toMatchObject({
    data: {
      viewer: { login: 'autogen-bot[bot]' },
      rateLimit: { cost: 1 },
      repository: {
        pullRequest: {
          state: 'OPEN',
          headRefOid: view.head,
          author: { login: 'ada', __typename: 'User' },
          reviewThreads: {
            totalCount: 2,
            pageInfo: { hasNextPage: true },
            nodes: [
              {
                line: 10,
                diffSide: 'RIGHT',
                comments: {
                  nodes: [
                    {
                      body: 'one',
                      viewerDidAuthor: true,
                      author: { login: 'autogen-bot', __typename: 'Bot' },
                      reactions: { totalCount: 1 },
                      originalCommit: { oid: view.head },
                    },
                  ],
                },
              },
            ],
          },
          comments: { nodes: [{ body: 'summary', viewerDidAuthor: true, isMinimized: false }] },
          reviews: { nodes: [{ state: 'COMMENTED', body: 'Words', commit: { oid: view.head } }] },
          commits: { nodes: [{ commit: { oid: view.head } }] },
        },
      },
    },
  })
  const after = Buffer.from('cursor:v2:0').toString('base64')
  expect(JSON.stringify((await query(whole, { number: story.pull, after })).json)).toContain(
    '"hasNextPage":false',
  )
})

const resolve =
  'mutation($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { isResolved resolvedBy { login } } } }'

test('a thread is resolved by an App that may write contents, and by no other', async () => {
  const view = await reviewed()
  const id = view.threads[0]?.id
  story.github.setPermissions(story.installation, { contents: 'read', pull_requests: 'write' })
  const narrow = await installationClient(story.github.apiUrl, story.app, story.installation)
  expect((await query(resolve, { id }, narrow)).json.errors).toMatchObject([
    { type: 'FORBIDDEN', message: 'Resource not accessible by integration' },
  ])
  expect((await query(resolve, { id })).json.data).toMatchObject({
    resolveReviewThread: { thread: { isResolved: true } },
  })
  expect(story.github.pull(story.repository, story.pull).threads[0]).toMatchObject({
    isResolved: true,
    resolvedBy: 'autogen-bot[bot]',
  })
})

test('comments are minimized and reacted to; what is wrong is answered with errors', async () => {
  const view = await reviewed()
  const id = view.issueComments[0]?.node_id
  await query(
    'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } } }',
    { id },
  )
  await query(
    'mutation($id: ID!) { addReaction(input: { subjectId: $id, content: EYES }) { reaction { content } } }',
    { id },
  )
  expect(story.github.pull(story.repository, story.pull).issueComments[0]).toMatchObject({
    isMinimized: true,
    reactions: { eyes: 1 },
  })
  const hidden = await query('{ repository(owner: "acme", name: "none") { id } }')
  expect(hidden.json).toMatchObject({ data: { repository: null }, errors: [{ type: 'NOT_FOUND' }] })
  const unbounded = await query(
    '{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { comments { nodes { id } } } } }',
  )
  expect(unbounded.json.errors).toMatchObject([{ type: 'MISSING_PAGINATION_BOUNDARIES' }])
  expect(
    (await story.ask<{ readonly errors: readonly object[] }>('POST', '/graphql', { query: '{ nonsense }' }))
      .json.errors,
  ).toHaveLength(1)
  story.github.limits.set({ graphqlPerHour: 1 })
  expect((await story.ask('POST', '/graphql', { query: '{ viewer { login } }' })).status).toBe(403)
})

test('every type, field and argument of ours is one of theirs', () => {
  const wrong: string[] = []
  for (const type of Object.values(buildSchema(sdl).getTypeMap())) {
    const real = theirs.getType(type.name)
    if (real === undefined) wrong.push(type.name)
    const isFielded = isObjectType(type) || isInterfaceType(type)
    if (isFielded && (isObjectType(real) || isInterfaceType(real))) {
      for (const [name, field] of Object.entries(type.getFields())) {
        const known = real.getFields()[name]
        if (String(known?.type) !== String(field.type)) wrong.push(`${type.name}.${name}`)
        const find = (arg: GraphQLArgument) => known?.args.find((one) => one.name === arg.name)
        for (const arg of field.args)
          if (String(find(arg)?.type) !== String(arg.type)) wrong.push(`${type.name}.${name}(${arg.name})`)
      }
    }
    if (isInputObjectType(type) && isInputObjectType(real)) {
      for (const [name, field] of Object.entries(type.getFields())) {
        if (String(real.getFields()[name]?.type) !== String(field.type)) wrong.push(`${type.name}.${name}`)
      }
    }
    if (isEnumType(type) && isEnumType(real)) {
      const values = (one: typeof type) =>
        one
          .getValues()
          .map(({ name }) => name)
          .toSorted()
      expect(values(type), type.name).toEqual(values(real))
    }
  }
  expect(wrong.filter((name) => !name.startsWith('__'))).toEqual([])
})
