/** Where comments may stand, that a review is whole or nothing, and what a push does to threads. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { numbered, type Story, startStory } from '../testing/story.ts'
import type { Schemas } from '../world/schemas.ts'

let story: Story
beforeEach(async () => {
  story = await startStory({ sizes: { bodyCharactersMax: 100 } })
})
afterEach(() => story.close())

const post = (body: object) => story.ask('POST', `${story.base}/pulls/${story.pull}/reviews`, body)
const reviewing = (...comments: readonly object[]) => post({ event: 'COMMENT', body: 'Words', comments })

test.each([
  ['a line outside every hunk', { line: 20 }, /line must be part of the diff.*hunk can't be blank/],
  [
    'a line on the other side only',
    { path: 'src/new.ts', line: 1, side: 'LEFT' },
    /line must be part of the diff/,
  ],
  ['a file that is not changed', { path: 'README.md', line: 1 }, /path is invalid/],
  ['a range over two hunks', { start_line: 10, line: 30 }, /same hunk/],
  ['a range that runs backwards', { start_line: 11, line: 10 }, /start line must precede/],
  ['a range over both sides', { start_line: 9, start_side: 'LEFT', line: 11 }, /same hunk/],
])('%s refuses the whole review, without saying which', async (_, place, words) => {
  const { status, json } = await reviewing(
    { path: 'src/a.ts', line: 10, body: 'right' },
    { path: 'src/a.ts', body: 'wrong', ...place },
  )
  expect(status).toBe(422)
  expect(json).toMatchObject({ message: 'Unprocessable Entity', errors: [expect.stringMatching(words)] })
  expect(JSON.stringify(json)).not.toContain('src/')
  expect(story.github.pull(story.repository, story.pull)).toMatchObject({ reviews: [], threads: [] })
})

test('context lines, removed lines, ranges and new files take comments', async () => {
  const { status } = await reviewing(
    { path: 'src/a.ts', line: 7, body: 'context' },
    { path: 'src/a.ts', line: 10, side: 'LEFT', body: 'removed' },
    { path: 'src/a.ts', start_line: 8, line: 12, body: 'range' },
    { path: 'src/new.ts', line: 5, body: 'new' },
  )
  expect(status).toBe(200)
  const [context] = story.github.pull(story.repository, story.pull).reviewComments
  expect(context).toMatchObject({
    line: 7,
    position: 1,
    side: 'RIGHT',
    diff_hunk: expect.stringMatching(/^@@ -7,7 \+7,7 @@.*\n line 7$/),
  })
})

test('a commit that is no longer of the pull request, a body too long, an own pull request approved: refused', async () => {
  const before = story.github.headOf(story.repository, 'feature')
  const base = story.github.headOf(story.repository, 'main')
  await story.github.pushCommit(story.repository, 'feature', { 'b.ts': 'x\n' }, { parent: base, force: true })
  expect((await post({ event: 'COMMENT', body: 'Words', commit_id: before })).status).toBe(422)
  expect((await post({ event: 'COMMENT', body: 'x'.repeat(101) })).status).toBe(422)
  expect((await post({ event: 'COMMENT' })).status).toBe(422)
  await expect(
    story.github.person('ada').review(story.repository, story.pull, { state: 'APPROVED' }),
  ).rejects.toThrow()
})

test('threads follow their lines, and become outdated when these are changed or leave the diff', async () => {
  await reviewing(
    { path: 'src/a.ts', line: 10, body: 'ten' },
    { path: 'src/a.ts', start_line: 29, line: 30, body: 'thirty' },
    { path: 'src/new.ts', line: 5, body: 'five' },
  )
  const text = numbered(40, (line) =>
    line === 10 ? 'changed again' : line === 30 ? 'changed 30' : `line ${line}`,
  )
  await story.github.pushCommit(story.repository, 'feature', {
    'src/a.ts': `first\nsecond\n${text}`,
    'src/new.ts': null,
  })
  expect(story.github.pull(story.repository, story.pull).threads.map(({ line }) => line)).toEqual([
    null,
    32,
    null,
  ])
  const { json } = await story.ask<readonly Schemas['review-comment'][]>(
    'GET',
    `${story.base}/pulls/${story.pull}/comments`,
  )
  expect(json).toMatchObject([
    { line: null, position: null, original_line: 10 },
    { line: 32, start_line: 31, original_line: 30, original_start_line: 29 },
    { line: null, original_line: 5 },
  ])
})

test('a pending review is seen by its author only, until it is submitted; an approval may be dismissed', async () => {
  const pending = await story.ask<Schemas['pull-request-review']>(
    'POST',
    `${story.base}/pulls/${story.pull}/reviews`,
    { body: 'Not yet' },
  )
  expect(pending.json.state).toBe('PENDING')
  const reviews = `${story.base}/pulls/${story.pull}/reviews`
  const asAda = { authorization: `bearer ${story.github.person('ada').token}` }
  expect((await story.ask('GET', reviews, undefined, asAda)).json).toEqual([])
  await story.ask('POST', `${reviews}/${pending.json.id}/events`, { event: 'APPROVE' })
  expect((await story.ask('GET', reviews, undefined, asAda)).json).toMatchObject([{ state: 'APPROVED' }])
  await story.ask('PUT', `${reviews}/${pending.json.id}/dismissals`, { message: 'No longer' })
  expect((await story.ask('GET', reviews)).json).toMatchObject([{ state: 'DISMISSED' }])
})
