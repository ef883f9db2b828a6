/** Real git against the simulated GitHub: clones, filtered fetches, pull refs of forks, pushes. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installationToken } from '../testing/app-client.ts'
import { type Story, startStory } from '../testing/story.ts'

let story: Story
let folder: string
beforeEach(async () => {
  story = await startStory()
  folder = await mkdtemp(join(tmpdir(), 'git-http-test-'))
})
afterEach(async () => {
  await story.close()
  await rm(folder, { recursive: true, force: true })
})

const run = promisify(execFile)
const basic = (token: string) =>
  `http.extraHeader=Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`
const git = async (token: string, ...args: readonly string[]) => {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
  }
  return (await run('git', ['-c', basic(token), ...args], { cwd: folder, env })).stdout.trim()
}

test('an App fetches one commit without blobs, also the head of a fork, and may not push', async () => {
  const { github, app, repository } = story
  github.setPermissions(story.installation, { contents: 'read', pull_requests: 'write' })
  const token = await installationToken(github.apiUrl, app, story.installation)
  const fork = github.fork(repository, 'eve')
  const head = await github.pushCommit(fork, 'patch', { 'fork.ts': 'from a fork\n' }, { by: 'eve' })
  const number = await github.openPullRequest({
    repo: repository,
    head: 'patch',
    author: 'eve',
    fromFork: fork,
  })
  const url = `${github.url}/${repository}.git`
  await git(token, 'init', '-q', '--bare', '.')
  await git(
    token,
    'fetch',
    '-q',
    '--filter=blob:none',
    '--depth=1',
    url,
    `refs/pull/${number}/head:refs/heads/seen`,
  )
  expect(await git(token, 'rev-parse', 'seen')).toBe(head)
  const old = github.headOf(repository, 'main')
  await git(token, 'fetch', '-q', url, old)
  await expect(git(token, 'push', '-q', url, `${old}:refs/heads/mine`)).rejects.toThrow(/403/)
  await expect(git('wrong', 'fetch', '-q', url, old)).rejects.toThrow(/Authentication failed|could not read/)
})

test('a person clones, commits and pushes: the pull request is synchronized before git has ended', async () => {
  const { github, repository, pull } = story
  const ada = github.person('ada')
  await git(ada.token, 'clone', '-q', '-b', 'feature', `${github.url}/${repository}.git`, '.')
  await writeFile(join(folder, 'more.ts'), 'more\n')
  await git(ada.token, 'add', '.')
  await git(
    ada.token,
    '-c',
    'user.name=ada',
    '-c',
    'user.email=ada@example.test',
    'commit',
    '-q',
    '-m',
    'More',
  )
  await git(ada.token, 'push', '-q', 'origin', 'feature')
  expect(github.pull(repository, pull).head).toBe(await git(ada.token, 'rev-parse', 'HEAD'))
  await github.settled()
  expect(story.receiver.received.map(({ name }) => name)).toContain('pull_request.synchronize')
  await expect(git(ada.token, 'push', '-q', 'origin', 'HEAD:refs/pull/1/head')).rejects.toThrow()
})
