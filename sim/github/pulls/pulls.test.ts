/** Lists by the page, large pull requests, contents, checks, and who may do what. */
import { afterEach, expect, test } from 'vitest'
import type { Answer } from '../testing/app-client.ts'
import { type Story, startStory } from '../testing/story.ts'
import type { Schemas } from '../world/schemas.ts'

let story: Story
afterEach(() => story.close())

test('files come by the page up to their number; patches and the diff have bounds of their own', async () => {
  story = await startStory({ sizes: { pullFilesMax: 12, pullPatchLinesMax: 20, diffFilesMax: 10 } })
  const { github, ask, base, repository } = story
  const many = Object.fromEntries(
    Array.from({ length: 15 }, (_, index) => [`f/${String(index).padStart(2, '0')}.txt`, 'one\ntwo\n']),
  )
  await github.pushCommit(repository, 'large', many)
  const number = await github.openPullRequest({ repo: repository, head: 'large', author: 'ada' })
  const seen: Schemas['diff-entry'][] = []
  let path: string | undefined = `${base}/pulls/${number}/files?per_page=5`
  while (path !== undefined) {
    const page: Answer<readonly Schemas['diff-entry'][]> = await ask<readonly Schemas['diff-entry'][]>(
      'GET',
      path,
    )
    seen.push(...page.json)
    path = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1]?.slice(github.apiUrl.length)
  }
  expect(seen.map(({ patch }) => patch !== undefined)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
    ...Array(6).fill(false),
  ])
  const asDiff = { accept: 'application/vnd.github.v3.diff' }
  expect((await ask('GET', `${base}/pulls/${number}`, undefined, asDiff)).status).toBe(406)
  expect((await ask('GET', `${base}/pulls/${story.pull}`, undefined, asDiff)).text).toMatch(
    /^diff --git a\/src\/a.ts/,
  )
})

test('names that are not words, binaries, renames and removals are what git says they are', async () => {
  story = await startStory()
  const { github, ask, base, repository } = story
  const text = Array.from({ length: 20 }, (_, index) => `some line ${index}\n`).join('')
  await github.pushCommit(repository, 'main', {
    'old name.txt': text,
    gone: 'x\n',
    'b.bin': new Uint8Array([0, 1, 2]),
  })
  await github.pushCommit(repository, 'odd', {
    'old name.txt': null,
    'new "näme".txt': text,
    gone: null,
    'b.bin': new Uint8Array([0, 1, 3]),
    link: { content: 'elsewhere', mode: '120000' },
  })
  const number = await github.openPullRequest({ repo: repository, head: 'odd', author: 'ada' })
  const { json } = await ask<readonly Schemas['diff-entry'][]>('GET', `${base}/pulls/${number}/files`)
  const byName = Object.fromEntries(json.map((file) => [file.filename, file]))
  expect(byName['new "näme".txt']).toMatchObject({ status: 'renamed', previous_filename: 'old name.txt' })
  expect(byName.gone).toMatchObject({ status: 'removed', patch: '@@ -1 +0,0 @@\n-x' })
  expect(byName['b.bin']).toMatchObject({ status: 'modified' })
  expect(byName['b.bin']).not.toHaveProperty('patch')
  const tree = await ask<Schemas['git-tree']>('GET', `${base}/git/trees/odd?recursive=1`)
  expect(tree.json.tree.find(({ path }) => path === 'link')).toMatchObject({
    mode: '120000',
    type: 'blob',
    size: 9,
  })
  expect((await ask('GET', `${base}/compare/main...odd`)).json).toMatchObject({
    status: 'ahead',
    ahead_by: 1,
  })
  expect((await ask('GET', `${base}/commits/odd`)).json).toMatchObject({
    parents: [{ sha: github.headOf(repository, 'main') }],
  })
  expect((await ask('GET', `${base}/collaborators/ada/permission`)).json).toMatchObject({
    permission: 'write',
  })
  expect((await ask('GET', `${base}/pulls?state=all&per_page=1`)).headers.get('link')).toContain('rel="next"')
})

test('annotations are taken fifty at a time, and added to those there are; only its App changes a check', async () => {
  story = await startStory()
  const { github, app, ask, base, repository, pull } = story
  const annotation = (line: number) => ({
    path: 'src/a.ts',
    start_line: line,
    end_line: line,
    annotation_level: 'warning',
    message: 'm',
  })
  const output = (count: number) => ({
    title: 't',
    summary: 's',
    annotations: Array.from({ length: count }, (_, line) => annotation(line + 1)),
  })
  const head_sha = github.headOf(repository, 'feature')
  const made = await ask<Schemas['check-run']>('POST', `${base}/check-runs`, {
    name: 'review',
    head_sha,
    external_id: 'x',
    output: output(50),
  })
  expect((await ask('PATCH', `${base}/check-runs/${made.json.id}`, { output: output(51) })).status).toBe(422)
  expect((await ask('PATCH', `${base}/check-runs/${made.json.id}`, { status: 'completed' })).status).toBe(422)
  await ask('PATCH', `${base}/check-runs/${made.json.id}`, { conclusion: 'success', output: output(10) })
  expect((await ask('GET', `${base}/commits/${head_sha}/check-runs?app_id=${app.appId}`)).json).toMatchObject(
    {
      total_count: 1,
      check_runs: [{ status: 'completed', external_id: 'x', output: { annotations_count: 60 } }],
    },
  )
  expect(github.pull(repository, pull).checkRuns[0]?.annotations).toHaveLength(60)
  await github.person('ada').rerequestCheckRun(Number(made.json.id))
  await github.person('ada').rerequestCheckSuite(repository, pull, app.appId)
  await github.settled()
  const names = story.receiver.received.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining([
      'check_run.created',
      'check_run.completed',
      'check_run.rerequested',
      'check_suite.rerequested',
    ]),
  )
})

test('conversation comments are written, changed, reacted to and removed, by their author only', async () => {
  story = await startStory()
  const { github, ask, base, repository, pull } = story
  const made = await ask<Schemas['issue-comment']>('POST', `${base}/issues/${pull}/comments`, {
    body: 'mine',
  })
  expect(made.json).toMatchObject({
    user: { login: 'autogen-bot[bot]', type: 'Bot' },
    performed_via_github_app: { slug: 'autogen-bot' },
  })
  const others = await github.person('ada').comment(repository, pull, 'theirs')
  expect((await ask('PATCH', `${base}/issues/comments/${others}`, { body: 'not mine' })).status).toBe(403)
  await ask('PATCH', `${base}/issues/comments/${made.json.id}`, { body: 'changed' })
  const eyes = () => ask('POST', `${base}/issues/comments/${others}/reactions`, { content: 'eyes' })
  expect([(await eyes()).status, (await eyes()).status]).toEqual([201, 200])
  expect(github.pull(repository, pull).issueComments).toMatchObject([
    { body: 'changed' },
    { body: 'theirs', reactions: { eyes: 1 } },
  ])
  expect((await ask('DELETE', `${base}/issues/comments/${made.json.id}`)).status).toBe(204)
  expect((await ask('GET', `${base}/issues/${pull}/comments`)).json).toHaveLength(1)
})
