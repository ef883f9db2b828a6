/** `autogen-bot setup` as a person walks through it: a page here, a click there, and an App that serves. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSimulatedGitHub } from '../../sim/github/simulated-github.ts'
import { eventually } from '../world/eventually.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'autogen-bot.js')

function startSetup(folder: string, webUrl: string) {
  const child = spawn(
    process.execPath,
    [
      program,
      'setup',
      '--name',
      'my-reviews',
      '--web-url',
      webUrl,
      '--public-url',
      'https://reviews.example.com',
    ],
    { cwd: folder, env: { PATH: process.env.PATH ?? '' } },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (words += chunk))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    ended,
    words: () => words,
    address: () => eventually('the page', () => /http:\/\/127\.0\.0\.1:\d+/.exec(words)?.[0]),
  }
}

/** What the form on the page would send to the host. */
async function readForm(address: string) {
  const html = await (await fetch(address)).text()
  const unescapeHtml = (text: string) =>
    text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
  const action = unescapeHtml(/<form action="([^"]+)"/.exec(html)?.[1] ?? '')
  const manifest = unescapeHtml(/name="manifest" value="([^"]+)"/.exec(html)?.[1] ?? '{}')
  return { action: new URL(action), manifest: JSON.parse(manifest) as Record<string, unknown> }
}

test('one click makes an App with what it needs, and its credentials are for its owner alone', async () => {
  const github = await startSimulatedGitHub()
  onTestFinished(() => github.close())
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-setup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const setup = startSetup(folder, github.url)
  const address = await setup.address()
  const { action, manifest } = await readForm(address)
  expect(action.pathname).toBe('/settings/apps/new')
  expect(manifest).toMatchObject({
    name: 'my-reviews',
    public: false,
    hook_attributes: { url: 'https://reviews.example.com/webhook', active: true },
    default_permissions: { checks: 'write', pull_requests: 'write', metadata: 'read', issues: 'read' },
    default_events: ['issue_comment', 'pull_request', 'pull_request_review_comment', 'push'],
  })

  // Somebody else's answer, without the state that only the page knows.
  expect((await fetch(`${address}/created?code=stolen&state=0`)).status).toBe(400)

  const code = github.submitManifest({
    slug: 'my-reviews',
    permissions: manifest.default_permissions as Record<string, 'read' | 'write'>,
    events: manifest.default_events as string[],
    webhookSecret: 'made by the host',
  })
  const done = await fetch(`${address}/created?code=${code}&state=${action.searchParams.get('state')}`)
  expect(await done.text()).toContain('my-reviews')
  expect(await setup.ended).toBe(0)

  const settings = readFileSync(join(folder, 'autogen-bot.service.yaml'), 'utf8')
  expect(settings).toContain(`apiUrl: "${github.url}/api/v3"`)
  const files = [...settings.matchAll(/File: "([^"]+)"/g)].map(([, file]) => file ?? '')
  expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600])
  expect(readFileSync(files[0] ?? '', 'utf8')).toContain('PRIVATE KEY')
  for (const file of files) expect(setup.words()).not.toContain(readFileSync(file, 'utf8').trim())
})

test('a code that the host does not know is told, and the page can be tried again', async () => {
  const github = await startSimulatedGitHub()
  onTestFinished(() => github.close())
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-setup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const address = await startSetup(folder, github.url).address()
  const { action } = await readForm(address)
  const answer = await fetch(`${address}/created?code=unknown&state=${action.searchParams.get('state')}`)
  expect(answer.status).toBe(502)
  expect(await answer.text()).toContain('Try again')
})
