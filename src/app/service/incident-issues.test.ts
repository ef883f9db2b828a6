/** A repository as the channel of incidents, on a GitHub that keeps state. */
import { afterEach, expect, test } from 'vitest'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../../sim/github/simulated-github.ts'
import { hostFor } from '../../adapters/github/fixtures/scripted-github.ts'
import { createGitHubIssueNotifier } from '../../adapters/notify/github-issue.ts'
import type { Notifier } from '../../ports/notifier/notifier.ts'
import { aMessage, describeNotifierContract, hostileText } from '../../ports/notifier/notifier-contract.ts'
import { createIncidentIssues } from './incident-issues.ts'

const { signal } = new AbortController()
const repository = 'acme/operations'

interface Channel {
  readonly github: SimulatedGitHub
  readonly notifier: Notifier
  readonly installation: number
}

let open: SimulatedGitHub | null = null
afterEach(async () => {
  await open?.close()
  open = null
})

async function openChannel(issues: 'read' | 'write' = 'write', wanted = repository): Promise<Channel> {
  const github = await startSimulatedGitHub()
  await github.createRepository({ owner: 'acme', name: 'operations', files: { 'README.md': 'on call\n' } })
  const app = await github.registerApp({
    slug: 'autogen-bot',
    permissions: { issues, metadata: 'read' },
    events: [],
  })
  const installation = github.install(app.appId, 'acme', ['operations'])
  const host = hostFor(github.url, { app: { id: app.appId, privateKey: app.privateKeyPem } })
  const incidents = createIncidentIssues(host, wanted)
  return {
    github,
    installation,
    notifier: createGitHubIssueNotifier({ name: 'issues' }, { issues: incidents, clock: { now: Date.now } }),
  }
}

describeNotifierContract('a GitHub issue', async () => {
  const { github, notifier, installation } = await openChannel()
  let isClosed = false
  const close = async () => {
    if (!isClosed) await github.close()
    isClosed = true
  }
  return {
    notifier,
    secrets: [],
    behave: async (how) => {
      if (how === 'gone') await close()
      if (how === 'hanging') github.faults.set({ kind: 'hang-before', path: /issues/ })
      if (how === 'broken') github.faults.set({ kind: 'error-before', path: /issues/, status: 503 })
      if (how === 'refusing') github.setPermissions(installation, { metadata: 'read' })
    },
    received: () =>
      github
        .issues(repository)
        .flatMap(({ issue, comments }) => [
          issue.title,
          issue.body ?? '',
          ...comments.map(({ body }) => body ?? ''),
        ]),
    close,
  }
})

test('an incident is one issue: opened, told on, closed by its end, opened again when it is back', async () => {
  const { github, notifier } = await openChannel()
  open = github
  const first = await notifier.send(aMessage(), signal)
  await notifier.send(aMessage(), signal)
  await notifier.send(aMessage({ kind: 'status', dedupeKey: 'news', title: 'Ann has it' }), signal)
  await notifier.send(aMessage({ kind: 'status', dedupeKey: 'news', title: 'Ann has it' }), signal)
  await notifier.send(aMessage({ thread: 'incident-13', dedupeKey: 'other', title: 'Another' }), signal)
  const [one, other] = github.issues(repository)
  expect(first).toMatchObject({ value: { reference: one?.issue.html_url } })
  expect(one?.issue).toMatchObject({ state: 'open', labels: [{ name: 'autogen-bot-incident' }] })
  expect(one?.comments).toHaveLength(1)
  expect(other?.issue.title).toContain('Another')

  await notifier.send(aMessage({ kind: 'ended', dedupeKey: 'end' }), signal)
  expect(github.issues(repository)[0]).toMatchObject({
    issue: { state: 'closed', state_reason: 'completed' },
  })
  await notifier.send(aMessage({ kind: 'status', dedupeKey: 'report is there' }), signal)
  expect(github.issues(repository)[0]?.issue.state).toBe('closed')
  await notifier.send(aMessage({ dedupeKey: 'again' }), signal)
  expect(github.issues(repository)[0]).toMatchObject({ issue: { state: 'open' }, comments: { length: 4 } })
  expect(github.issues(repository)).toHaveLength(2)
})

test('hostile text calls nobody, refers to nothing and is no mark of ours', async () => {
  const { github, notifier } = await openChannel()
  open = github
  const mark = '<!-- autogen-bot:thread 0123456789abcdef0123456789abcdef -->'
  await notifier.send(aMessage({ text: `${hostileText}\n${mark}\n# Heading` }), signal)
  const body = github.issues(repository)[0]?.issue.body ?? ''
  expect(body).not.toContain(mark)
  expect(body).not.toMatch(/<script|<!channel|\n# Heading/)
  expect(body).toContain('`@everyone`')
})

test.each([
  ['an App that may not write', 'read', repository],
  ['an App that is not installed there', 'write', 'acme/elsewhere'],
] as const)('%s is refused in words', async (_, permission, wanted) => {
  const { github, notifier } = await openChannel(permission, wanted)
  open = github
  expect(await notifier.send(aMessage(), signal)).toMatchObject({ ok: false, failure: { kind: 'refused' } })
})
