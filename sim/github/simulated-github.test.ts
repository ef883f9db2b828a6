/** One pull request from its first push to its merge, as an App and a person live through it. */
import { existsSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { type Story, startStory } from './testing/story.ts'
import type { Schemas } from './world/schemas.ts'

let story: Story
afterEach(() => story.close())

test('a pull request is opened, reviewed, pushed to, answered, and merged', async () => {
  story = await startStory()
  const { github, receiver, ask, base, pull, repository } = story
  await github.settled()
  expect(receiver.received.map(({ name }) => name)).toEqual([
    'ping',
    'installation.created',
    'push',
    'pull_request.opened',
  ])
  const seen = (await ask<Schemas['pull-request']>('GET', `${base}/pulls/${pull}`)).json
  expect(seen).toMatchObject({
    state: 'open',
    changed_files: 2,
    additions: 7,
    deletions: 2,
    user: { login: 'ada' },
  })

  const check = (
    await ask<Schemas['check-run']>('POST', `${base}/check-runs`, {
      name: 'review',
      head_sha: seen.head.sha,
      status: 'in_progress',
    })
  ).json
  const review = await ask('POST', `${base}/pulls/${pull}/reviews`, {
    event: 'COMMENT',
    body: 'Two remarks',
    commit_id: seen.head.sha,
    comments: [
      { path: 'src/a.ts', line: 10, body: 'Why?\n```suggestion\nbetter 10\n```' },
      { path: 'src/a.ts', line: 30, side: 'LEFT', body: 'This was right.' },
    ],
  })
  expect(review.status).toBe(200)
  await ask('PATCH', `${base}/check-runs/${check.id}`, {
    conclusion: 'neutral',
    output: { title: 'Two', summary: 'remarks' },
  })
  expect(github.pull(repository, pull)).toMatchObject({
    reviews: [{ state: 'COMMENTED', user: { login: 'autogen-bot[bot]' } }],
    threads: [
      { line: 10, isResolved: false },
      { line: 30, isResolved: false },
    ],
    checkRuns: [{ status: 'completed', conclusion: 'neutral' }],
  })

  const ada = github.person('ada')
  const [first, second] = github.pull(repository, pull).reviewComments
  await ada.applySuggestion(Number(first?.id))
  await ada.reply(Number(second?.id), 'No.')
  await ada.resolveThread(Number(second?.id))
  await ada.react(Number(second?.id), '-1')
  const after = github.pull(repository, pull)
  expect(after.threads).toMatchObject([
    { isOutdated: true, line: null },
    { isResolved: true, resolvedBy: 'ada', comments: [{}, { body: 'No.' }] },
  ])
  expect(after.head).not.toBe(seen.head.sha)
  expect(
    (await ask<Schemas['content-file']>('GET', `${base}/contents/src/a.ts?ref=feature`)).json.content,
  ).toContain(Buffer.from('line 1\nline 2\n').toString('base64').slice(0, 16))

  await ada.merge(repository, pull)
  expect(github.pull(repository, pull)).toMatchObject({ isMerged: true, state: 'closed' })
  await github.settled()
  const closed = receiver.received.find(({ name }) => name === 'pull_request.closed')
  expect(closed?.body.pull_request).toMatchObject({ merged: true, merged_by: { login: 'ada' } })
  const synchronized = receiver.received.find(({ name }) => name === 'pull_request.synchronize')
  expect(synchronized?.body).toMatchObject({ before: seen.head.sha, after: after.head })
})

test('thirty repositories with ten pull requests each cost few git processes, and closing leaves nothing', async () => {
  story = await startStory()
  const { github } = story
  const started = github.gitStarts()
  for (let one = 0; one < 30; one++) {
    const name = await github.createRepository({
      owner: 'many',
      name: `r${one}`,
      files: { 'a.txt': 'one\n' },
    })
    for (let change = 0; change < 10; change++) {
      await github.pushCommit(name, `b${change}`, { 'a.txt': `change ${change}\n` })
      await github.openPullRequest({ repo: name, head: `b${change}`, author: 'ada' })
    }
  }
  expect(github.gitStarts() - started).toBeLessThanOrEqual(300)
  await story.close()
  expect(existsSync(github.folder)).toBe(false)
})
