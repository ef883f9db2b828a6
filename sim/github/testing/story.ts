/** The world most tests begin with: an App with a webhook, a repository with a small change, a pull request. */
import { type SimulatedGitHub, startSimulatedGitHub } from '../simulated-github.ts'
import type { RegisteredApp, SimulatedGitHubOptions } from '../simulated-github-options.ts'
import { type Ask, installationClient } from './app-client.ts'
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

export interface Story {
  readonly github: SimulatedGitHub
  readonly receiver: WebhookReceiver
  readonly app: RegisteredApp
  readonly installation: number
  /** As the App's installation. */
  readonly ask: Ask
  readonly repository: 'acme/shop'
  readonly pull: number
  readonly base: '/repos/acme/shop'
  close(): Promise<void>
}

export const secret = 'a secret of the test'

export const numbered = (count: number, change: (line: number) => string = (line) => `line ${line}`) =>
  Array.from({ length: count }, (_, index) => `${change(index + 1)}\n`).join('')

export async function startStory(options: SimulatedGitHubOptions = {}): Promise<Story> {
  const github = await startSimulatedGitHub(options)
  const receiver = await startWebhookReceiver()
  const repository = 'acme/shop'
  await github.createRepository({
    owner: 'acme',
    name: 'shop',
    files: { 'src/a.ts': numbered(40), 'README.md': 'shop\n' },
  })
  const app = await github.registerApp({
    slug: 'autogen-bot',
    permissions: { contents: 'write', pull_requests: 'write', checks: 'write', issues: 'write' },
    events: [
      'pull_request',
      'issue_comment',
      'pull_request_review',
      'pull_request_review_comment',
      'pull_request_review_thread',
      'check_run',
      'check_suite',
      'push',
    ],
    webhookUrl: receiver.url,
    webhookSecret: secret,
  })
  const installation = github.install(app.appId, 'acme', ['shop'])
  github.person('ada', { [repository]: 'write' })
  const changed = numbered(40, (line) =>
    line === 10 ? 'changed 10' : line === 30 ? 'changed 30' : `line ${line}`,
  )
  await github.pushCommit(
    repository,
    'feature',
    { 'src/a.ts': changed, 'src/new.ts': numbered(5) },
    { by: 'ada' },
  )
  const pull = await github.openPullRequest({
    repo: repository,
    head: 'feature',
    title: 'Feature',
    author: 'ada',
  })
  const ask = await installationClient(github.apiUrl, app, installation)
  return {
    github,
    receiver,
    app,
    installation,
    ask,
    repository,
    pull,
    base: '/repos/acme/shop',
    close: async () => {
      await github.close()
      await receiver.close()
    },
  }
}
