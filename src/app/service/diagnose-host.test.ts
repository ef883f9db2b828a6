/** What the doctor says of an App, on a GitHub that keeps state: above all when a permission more is needed, and when not. */
import { afterEach, expect, test } from 'vitest'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../../sim/github/simulated-github.ts'
import { hostFor } from '../../adapters/github/fixtures/scripted-github.ts'
import { appEvents, appPermissions } from '../../config/service/app-permissions.ts'
import type { GitHubIssueNotifierConfig } from '../../config/service/notifier-config.ts'
import type { CodeHost } from '../../ports/code-host/code-host.ts'
import { appManifest } from '../setup/app-manifest.ts'
import { diagnoseHost } from './diagnose-host.ts'

const { signal } = new AbortController()
const asked = Object.fromEntries(appPermissions.map(({ name, access }) => [name, access]))
const raised = { ...asked, issues: 'write' as const }

let github: SimulatedGitHub | null = null
afterEach(async () => {
  await github?.close()
  github = null
})

interface Installed {
  readonly github: SimulatedGitHub
  readonly host: CodeHost
  /** Of octo, who has the code, and of acme, who keeps the incidents. */
  readonly installations: { readonly octo: number; readonly acme: number }
}

async function install(permissions: Readonly<Record<string, 'read' | 'write'>>): Promise<Installed> {
  github = await startSimulatedGitHub()
  const files = { 'README.md': 'hello\n' }
  await github.createRepository({ owner: 'octo', name: 'shop', files })
  await github.createRepository({ owner: 'acme', name: 'operations', files })
  const app = await github.registerApp({ slug: 'autogen-bot', permissions, events: appEvents })
  github.setWebhook(app.appId, { url: 'https://reviews.example.com/webhook', secret: 'of this test' })
  const octo = github.install(app.appId, 'octo', ['shop'])
  const acme = github.install(app.appId, 'acme', ['operations'])
  const host = hostFor(github.url, { app: { id: app.appId, privateKey: app.privateKeyPem } })
  return { github, host, installations: { octo, acme } }
}

function channelIn(repository: string): GitHubIssueNotifierConfig {
  return { name: 'incidents', isChannel: true, kind: 'github-issue', app: 'main', repository }
}

async function complaints(host: CodeHost, ...channels: readonly GitHubIssueNotifierConfig[]) {
  const found = await diagnoseHost(host, channels, signal)
  return found.filter(({ verdict }) => verdict !== 'good').map((one) => `${one.verdict}: ${one.found}`)
}

test('an App with what setup asks for is well, until incidents are to be told through it', async () => {
  const { host, installations } = await install(asked)
  expect(await complaints(host)).toEqual([])
  expect(await complaints(host, channelIn('Acme/Operations'))).toEqual([
    'broken: It lacks permissions: issues: write.',
    `broken: The installation ${installations.acme} (acme) has not granted issues: write.`,
  ])
})

test('only who keeps the issues has to let it write them', async () => {
  const world = await install(raised)
  world.github.setPermissions(world.installations.octo, asked)
  expect(await complaints(world.host, channelIn('acme/operations'))).toEqual([])
  expect(await complaints(world.host)).toEqual([])
})

test('a channel in a repository that it does not reach is told', async () => {
  const { github: world, host, installations } = await install(raised)
  expect(await complaints(host, channelIn('acme/secrets'))).toEqual([
    'broken: The notifier incidents tells incidents in acme/secrets, where it is not installed.',
  ])
  world.suspend(installations.acme)
  expect(await complaints(host, channelIn('acme/operations'))).toEqual([
    `weak: The installation ${installations.acme} (acme) is suspended.`,
    'broken: The notifier incidents tells incidents in acme/operations, where it is not installed.',
  ])
})

test('setup asks to write issues only when it is told to', () => {
  const options = {
    name: 'reviews',
    publicUrl: null,
    contents: 'write',
    redirectUrl: 'http://127.0.0.1',
  } as const
  const of = (issues: 'read' | 'write') => appManifest({ ...options, issues }).default_permissions
  expect([of('read'), of('write')]).toEqual([asked, raised])
})
