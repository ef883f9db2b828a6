/** The whole port against a GitHub that keeps state, from a person's push to a resolved thread. */
import { afterEach, expect, test } from 'vitest'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../../sim/github/simulated-github.ts'
import type { RegisteredApp, SimulatedGitHubOptions } from '../../../sim/github/simulated-github-options.ts'
import { changedLines } from '../../domain/diff/changed-lines.ts'
import type { Outcome } from '../../domain/outcome.ts'
import { printPath } from '../../domain/path/path-bytes.ts'
import type { PullRequestRef } from '../../domain/pull-request/pull-request.ts'
import type { CommitSha } from '../../domain/repository/commit-sha.ts'
import type { InstallationId, Repository } from '../../domain/repository/repository.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import type { HostFailure } from '../../ports/code-host/host-failure.ts'
import { createAppFromManifest } from './create-app-from-manifest.ts'
import { createLines, hostFor } from './fixtures/scripted-github.ts'

const { signal } = new AbortController()
const registration = {
  slug: 'autogen',
  permissions: { contents: 'write', pull_requests: 'write', checks: 'write', issues: 'write' },
  events: ['pull_request', 'issue_comment'],
} as const
const name = 'acme/shop'
const before = Array.from({ length: 40 }, (_, at) => `line ${at + 1}\n`)

interface World {
  readonly github: SimulatedGitHub
  readonly app: RegisteredApp
  readonly installation: InstallationId
  readonly host: CodeHost
  readonly repository: Repository
  readonly pullRequest: PullRequestRef
  readonly head: CommitSha
}

let open: SimulatedGitHub | null = null
afterEach(async () => {
  await open?.close()
  open = null
})

async function startWorld(options: SimulatedGitHubOptions = {}): Promise<World> {
  const github = await startSimulatedGitHub(options)
  open = github
  await github.createRepository({
    owner: 'acme',
    name: 'shop',
    files: { 'src/a.ts': before.join(''), 'old.md': 'words\n' },
  })
  const app = await github.registerApp(registration)
  const installation = github.install(app.appId, 'acme', ['shop']) as InstallationId
  github.person('ada', { [name]: 'write' })
  const after = before.map((line, at) => (at === 9 ? 'changed\n' : line))
  const head = await github.pushCommit(
    name,
    'feature',
    { 'src/a.ts': after.join(''), 'src/new.ts': 'new\n' },
    { by: 'ada' },
  )
  const number = await github.openPullRequest({
    repo: name,
    head: 'feature',
    title: 'Feature',
    author: 'ada',
  })
  const host = hostFor(github.url, { app: { id: app.appId, privateKey: app.privateKeyPem } })
  const [repository] = value(await host.installations.repositories(installation, signal))
  if (repository === undefined) throw new Error('no repository')
  return {
    github,
    app,
    installation,
    host,
    repository,
    pullRequest: { repository, number },
    head: head as CommitSha,
  }
}

function value<Value>(outcome: Outcome<Value, HostFailure>): Value {
  if (!outcome.ok) throw new Error(`${outcome.failure.kind}: ${outcome.failure.message}`)
  return outcome.value
}

test('a review is published, answered, and its thread resolved; what is ours is told from what is not', async () => {
  const { github, host, pullRequest, repository, head } = await startWorld()
  const pull = value(await host.pulls.read(pullRequest, signal))
  expect(pull).toMatchObject({
    title: 'Feature',
    author: 'ada',
    authorIsBot: false,
    head,
    baseBranch: 'main',
    defaultBranch: 'main',
  })
  expect(value(await host.pulls.listOpen(repository, signal))).toEqual([
    { number: pullRequest.number, head, isDraft: false },
  ])

  const check = value(
    await host.checks.start(
      repository,
      { name: 'review', head, externalId: 'e-1', title: 'Runs', summary: 's' },
      signal,
    ),
  )
  const comments = [{ path: 'src/a.ts', side: 'RIGHT' as const, startLine: null, line: 10, body: 'Why?' }]
  const review = value(
    await host.conversations.postReview(pullRequest, { commit: head, body: 'One remark', comments }, signal),
  )
  const summary = value(await host.conversations.postComment(pullRequest, 'Summary', signal))
  value(await host.conversations.editComment(pullRequest, summary.id, 'Summary, edited', signal))

  const ada = github.person('ada')
  const [inline] = github.pull(name, pullRequest.number).reviewComments
  await ada.reply(Number(inline?.id), 'Why? <!-- autogen -->')
  await ada.react(Number(inline?.id), '-1')
  await ada.comment(name, pullRequest.number, '@autogen help')

  const asked = github.requests.total
  const said = value(await host.conversations.read(pullRequest, signal))
  expect(github.requests.total).toBe(asked + 1)
  expect(said).toMatchObject({
    threads: [
      {
        path: 'src/a.ts',
        line: 10,
        isResolved: false,
        comments: [
          { body: 'Why?', isOurs: true, thumbsDown: 1 },
          { isOurs: false, author: 'ada' },
        ],
      },
    ],
    ownComments: [{ id: summary.id, body: 'Summary, edited' }],
    ownReviews: [{ id: review.id, commit: head, body: 'One remark' }],
    isComplete: true,
  })

  const [thread] = said.threads
  value(await host.conversations.reply(pullRequest, thread?.comments[0]?.id ?? 0, 'Gone now.', signal))
  value(await host.conversations.resolveThread(pullRequest, thread?.id ?? '', signal))
  value(
    await host.conversations.react(pullRequest, { kind: 'review', id: Number(inline?.id) }, 'eyes', signal),
  )
  const again = value(await host.conversations.read(pullRequest, signal))
  expect(again.threads[0]).toMatchObject({ isResolved: true, isResolvedByUs: true })

  const annotations = Array.from({ length: 60 }, () => ({
    path: 'src/a.ts',
    startLine: 10,
    endLine: 10,
    level: 'warning' as const,
    title: 'T',
    message: 'm',
  }))
  const update = { conclusion: 'neutral' as const, title: 'Done', summary: 's', text: null, annotations }
  value(await host.checks.update(repository, check.id, update, signal))
  expect(value(await host.checks.list(repository, head, signal))).toMatchObject([
    { id: check.id, name: 'review', externalId: 'e-1', status: 'completed', conclusion: 'neutral' },
  ])
  expect(value(await host.people.permission(repository, 'ada', signal))).toBe('write')
})

test('a line outside the diff refuses the whole review, and nothing is posted', async () => {
  const { github, host, pullRequest, head } = await startWorld()
  const comments = [10, 35].map((line) => ({
    path: 'src/a.ts',
    side: 'RIGHT' as const,
    startLine: null,
    line,
    body: 'x',
  }))
  const refused = await host.conversations.postReview(
    pullRequest,
    { commit: head, body: '', comments },
    signal,
  )
  expect(refused).toMatchObject({
    ok: false,
    failure: { kind: 'invalid', status: 422, mayHaveApplied: false },
  })
  expect(github.pull(name, pullRequest.number).reviews).toEqual([])
})

test('a write whose answer was lost is not sent again, and reading shows that it happened', async () => {
  const { github, host, pullRequest, head } = await startWorld()
  github.faults.set({ kind: 'error-after', method: 'POST', path: /\/reviews$/, times: 1 })
  const review = { commit: head, body: 'Once', comments: [] }
  expect(await host.conversations.postReview(pullRequest, review, signal)).toMatchObject({
    ok: false,
    failure: { kind: 'unavailable', mayHaveApplied: true },
  })
  const said = value(await host.conversations.read(pullRequest, signal))
  expect(said.ownReviews).toMatchObject([{ body: 'Once', commit: head }])
  expect(github.pull(name, pullRequest.number).reviews.length).toBe(1)
})

test.each(['primary-limit', 'secondary-limit', 'too-many-requests'] as const)(
  'a %s in the middle is a limit, with a time, and nothing happened',
  async (kind) => {
    const { github, host, pullRequest } = await startWorld()
    github.faults.set({ kind, method: 'POST', path: /\/comments$/, times: 1, retryAfterS: 90 })
    const posted = await host.conversations.postComment(pullRequest, 'hi', signal)
    expect(posted).toMatchObject({
      ok: false,
      failure: {
        kind: kind === 'primary-limit' ? 'primary-limit' : 'secondary-limit',
        mayHaveApplied: false,
      },
    })
    if (!posted.ok) expect(posted.failure.retryAt ?? 0).toBeGreaterThan(Date.now() + 60_000)
    expect(github.pull(name, pullRequest.number).issueComments).toEqual([])
  },
)

test('reading the same again costs nothing of the budget', async () => {
  const { host, pullRequest, installation } = await startWorld()
  const core = async () =>
    value(await host.account.rateLimit(installation, signal)).find(({ resource }) => resource === 'core')
      ?.remaining
  value(await host.pulls.read(pullRequest, signal))
  const left = await core()
  for (let reads = 0; reads < 5; reads += 1) value(await host.pulls.read(pullRequest, signal))
  expect(await core()).toBe(left)
})

test('a used-up budget is a failure with its time, and is logged', async () => {
  const { github, app, installation, pullRequest } = await startWorld({ rateLimits: { corePerHour: 4 } })
  const { log, lines } = createLines()
  const host = hostFor(github.url, { app: { id: app.appId, privateKey: app.privateKeyPem }, log })
  const command = host.forUrgency('command')
  const kinds = new Set<string>()
  for (let reads = 0; reads < 6; reads += 1) {
    const read = await command.conversations.postComment(pullRequest, `hi ${reads}`, signal)
    kinds.add(read.ok ? 'ok' : read.failure.kind)
    if (!read.ok) expect(read.failure.retryAt ?? 0).toBeGreaterThan(Date.now())
  }
  expect(kinds).toContain('primary-limit')
  expect(lines.some(({ fields }) => 'rate.limit' in fields)).toBe(true)
  // What is left can be asked all the same: it costs nothing.
  const windows = value(await host.account.rateLimit(installation, signal))
  expect(windows.find(({ resource }) => resource === 'core')).toMatchObject({ limit: 4, remaining: 0 })
})

test('an issue is read as people wrote it; a number of something else is none', async () => {
  const { host, repository, pullRequest } = await startWorld()
  const issue = { title: 'Totals are wrong', body: 'Since *Monday*.', labels: [] }
  const { number } = value(await host.issues.open(repository, issue, signal))
  expect(value(await host.issues.read(repository, number, signal))).toEqual({
    title: 'Totals are wrong',
    body: 'Since *Monday*.',
  })
  expect(value(await host.issues.read(repository, pullRequest.number, signal))).toBeNull()
  expect(value(await host.issues.read(repository, 999, signal))).toBeNull()
})

test('who may not, and who is gone, is told apart', async () => {
  const { github, app, host, installation, pullRequest } = await startWorld()
  github.setPermissions(installation, { contents: 'read', pull_requests: 'read' })
  // A token keeps what it was made with: another process makes its own.
  const later = hostFor(github.url, { app: { id: app.appId, privateKey: app.privateKeyPem } })
  expect(await later.conversations.postComment(pullRequest, 'hi', signal)).toMatchObject({
    failure: { kind: 'permission' },
  })
  github.suspend(installation)
  expect(await host.pulls.read(pullRequest, signal)).toMatchObject({ failure: { kind: 'not-found' } })
  expect(value(await host.installations.read(installation, signal)).isSuspended).toBe(true)
  github.uninstall(installation)
  expect(await host.pulls.read(pullRequest, signal)).toMatchObject({ ok: false })
  expect(value(await host.installations.list(signal))).toEqual([])
})

test('the App knows itself, and its deliveries', async () => {
  const { github, host, app } = await startWorld()
  github.setWebhook(app.appId, { url: 'http://127.0.0.1:9/webhook', secret: 'x' })
  await github.settled()
  const described = value(await host.account.describe(signal))
  expect(described).toMatchObject({
    id: app.appId,
    botLogin: app.botLogin,
    webhookUrl: 'http://127.0.0.1:9/webhook',
  })
  const { deliveries } = value(await host.deliveries.list(null, signal))
  expect(deliveries[0]).toMatchObject({ event: 'ping', isRedelivery: false })
  value(await host.deliveries.redeliver(deliveries[0]?.id ?? '', signal))
  await github.settled()
  const again = value(await host.deliveries.list(null, signal)).deliveries
  expect(again[0]).toMatchObject({ guid: deliveries[0]?.guid, isRedelivery: true })
})

test('without git the change is the same, file by file', async () => {
  const { host, pullRequest, head } = await startWorld()
  const pull = value(await host.pulls.read(pullRequest, signal))
  const opened = await host.contents
    .source(pullRequest)
    .open({ base: pull.base, head: { kind: 'ref', ref: head } }, signal)
  if (!opened.ok) throw new Error(opened.failure.message)
  const snapshot = opened.value
  expect(snapshot.entries.map(({ path, status }) => [printPath(path).text, status])).toEqual([
    ['src/a.ts', 'modified'],
    ['src/new.ts', 'added'],
  ])
  const patches = await snapshot.patches({ wants: () => true, fileBytesMax: 1_000 })
  const [first] = snapshot.entries
  if (!patches.ok || first === undefined) throw new Error('no patches')
  expect(changedLines(patches.value.get(first)?.hunks ?? [], 'RIGHT')).toEqual([10])
  const objects = snapshot.entries.flatMap((entry) => (entry.head === null ? [] : [entry.head.object]))
  const contents = await snapshot.read(objects)
  expect(contents.ok ? [...contents.value.values()].map((text) => text.length) : contents).toEqual([
    before.join('').length + 'changed\n'.length - 'line 10\n'.length,
    4,
  ])
})

test('a manifest that a person submitted becomes an App', async () => {
  const { github } = await startWorld()
  const code = github.submitManifest({ ...registration, slug: 'second' })
  const options = { baseUrl: github.apiUrl, userAgent: 'test', clock: { now: () => Date.now() } }
  const created = value(await createAppFromManifest(code, options, signal))
  expect(created).toMatchObject({ slug: 'second', privateKey: expect.stringContaining('PRIVATE KEY') })
  const host = hostFor(github.url, { app: { id: created.id, privateKey: created.privateKey } })
  expect(value(await host.account.describe(signal)).slug).toBe('second')
})
