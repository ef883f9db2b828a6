/** The GitHub Action, told as what a job does and what people then see on the pull request and in the job. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { parse } from 'yaml'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../sim/github/simulated-github.ts'
import { appJwt, client, type Json } from '../../sim/github/testing/app-client.ts'
import { startScriptedModel } from '../../sim/model/scripted-model.ts'
import { carefulScenario, modelKey } from '../world/agents-world.ts'
import { wrongTotal } from '../world/argued-shop.ts'
import { eventually } from '../world/eventually.ts'

vi.setConfig({ testTimeout: 120_000 })

const root = join(import.meta.dirname, '..', '..')
const repo = 'octo/shop'
const writing = { contents: 'read', pull_requests: 'write', checks: 'write' } as const
const reading = { contents: 'read', pull_requests: 'read' } as const

const risky = `import sqlite3


def find_orders(db: sqlite3.Connection, customer: str):
    return db.execute(f"SELECT * FROM orders WHERE customer = '{customer}'").fetchall()


def parse(text: str):
    return eval(text)
`
const halfMended = risky.replace(
  `f"SELECT * FROM orders WHERE customer = '{customer}'"`,
  '"SELECT * FROM orders WHERE customer = ?", (customer,)',
)

interface Job {
  readonly exitCode: number | null
  readonly output: string
  /** What the job wrote into its summary. */
  readonly summary: string
}

interface JobOptions {
  readonly eventName?: string
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>
  readonly env?: Readonly<Record<string, string>>
  readonly event?: (event: Json) => unknown
  /** Of the clone; all of it when left out. */
  readonly depth?: number
  /** While it runs; `stop` is what the runner does when somebody cancels the job. */
  readonly meanwhile?: (stop: () => void, kill: () => void) => Promise<unknown>
}

interface ActionWorld {
  readonly github: SimulatedGitHub
  readonly number: number
  /** A job as GitHub would start it now. */
  job(options?: JobOptions): Promise<Job>
}

async function openedPull(files: Record<string, string> = { 'orders.py': risky }): Promise<ActionWorld> {
  const github = await startSimulatedGitHub({ rateLimits: 'unlimited' })
  onTestFinished(() => github.close())
  const folder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-action-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await github.createRepository({ owner: 'octo', name: 'shop', files: { 'README.md': '# Shop\n' } })
  github.person('alice', { [repo]: 'write' })
  const app = await github.registerApp({ slug: 'github-actions', permissions: writing, events: [] })
  const installation = github.install(app.appId, 'octo', 'all')
  await github.pushCommit(repo, 'orders', files, { by: 'alice' })
  const number = await github.openPullRequest({ repo, head: 'orders', author: 'alice', title: 'Orders' })
  let jobs = 0

  async function token(permissions: Json): Promise<string> {
    const path = `/app/installations/${installation}/access_tokens`
    const answer = await client(github.apiUrl, appJwt(app))<{ token: string }>('POST', path, { permissions })
    return answer.json.token
  }

  async function checkOut(workspace: string, secret: string, depth: number | undefined): Promise<void> {
    const basic = Buffer.from(`x-access-token:${secret}`).toString('base64')
    const words = depth === undefined ? [] : [`--depth=${depth}`, '--no-single-branch']
    const header = `http.extraHeader=authorization: basic ${basic}`
    const env = { GIT_CONFIG_NOSYSTEM: '1', HOME: folder }
    const address = `${github.url}/${repo}.git`
    const cloned = await run('git', ['-c', header, 'clone', '-q', ...words, address, workspace], env)
    expect(cloned.output).toBe('')
  }

  return {
    github,
    number,
    async job({ eventName = 'pull_request', permissions = writing, env = {}, event, depth, meanwhile } = {}) {
      jobs += 1
      const place = (name: string) => join(folder, `${name}-${jobs}`)
      const ask = client(github.apiUrl, await token(writing))
      await checkOut(place('workspace'), await token(writing), depth)
      const payload = {
        action: 'synchronize',
        number,
        repository: (await ask('GET', `/repos/${repo}`)).json,
        pull_request: (await ask('GET', `/repos/${repo}/pulls/${number}`)).json,
      }
      writeFileSync(place('event'), JSON.stringify(event === undefined ? payload : event(payload)))
      writeFileSync(place('summary'), '')
      const ended = await run(
        process.execPath,
        [join(root, 'bin', 'autogen-bot.js'), 'action'],
        {
          GITHUB_EVENT_NAME: eventName,
          GITHUB_EVENT_PATH: place('event'),
          GITHUB_WORKSPACE: place('workspace'),
          GITHUB_API_URL: github.apiUrl,
          GITHUB_TOKEN: await token(permissions),
          GITHUB_STEP_SUMMARY: place('summary'),
          XDG_CACHE_HOME: place('cache'),
          ...env,
        },
        meanwhile,
      )
      return { ...ended, summary: readFileSync(place('summary'), 'utf8') }
    },
  }
}

async function run(
  program: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  meanwhile: JobOptions['meanwhile'] = async () => {},
): Promise<Pick<Job, 'exitCode' | 'output'>> {
  const child = spawn(program, words, {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const send = (signal: NodeJS.Signals) => () => void child.kill(signal)
  await meanwhile(send('SIGINT'), send('SIGKILL'))
  return { exitCode: await ended, output }
}

function said({ github, number }: ActionWorld) {
  const { reviews, threads, issueComments, checkRuns } = github.pull(repo, number)
  return {
    // An answer in a thread is a review without words of its own.
    reviews: reviews.filter(({ body }) => body !== '').length,
    threads: threads.map(({ path, comments }) => `${path}: ${comments.length}`),
    summaries: issueComments.length,
    checks: checkRuns.map(({ status, conclusion }) => `${status}: ${conclusion}`),
  }
}

const first = {
  reviews: 1,
  threads: ['orders.py: 1', 'orders.py: 1'],
  summaries: 1,
  checks: ['completed: failure'],
}
const nothing = { reviews: 0, threads: [], summaries: 0, checks: [] }

describe('a job of a pull request', () => {
  test('publishes as the service does, repeats nothing, and notes what a push has mended', async () => {
    const world = await openedPull()
    expect(await world.job()).toMatchObject({ exitCode: 1, summary: '' })
    expect(said(world)).toEqual(first)
    expect(world.github.pull(repo, world.number).issueComments[0]?.user?.login).toBe('github-actions[bot]')

    expect((await world.job()).exitCode).toBe(1)
    expect(said(world)).toEqual({ ...first, checks: ['completed: failure', 'completed: failure'] })

    await world.github.pushCommit(repo, 'orders', { 'orders.py': halfMended }, { by: 'alice' })
    const again = await world.job({ env: { AUTOGEN_CHECK_FAIL_ON: 'never' } })
    expect(again.exitCode).toBe(0)
    expect(said(world)).toEqual({
      ...first,
      threads: ['orders.py: 2', 'orders.py: 1'],
      checks: ['completed: success'],
    })
    const { threads } = world.github.pull(repo, world.number)
    expect(threads[0]?.comments[1]?.body).toContain('autogen-bot:gone')
    expect(threads[0]?.isResolved).toBe(false)
  })

  test('with a token that may only read, as for a fork, tells the job what it found', async () => {
    const world = await openedPull()
    const job = await world.job({ permissions: reading })
    expect(job.exitCode).toBe(1)
    expect(said(world)).toEqual(nothing)
    expect(job.summary).toContain('`orders.py:5`')
    expect(job.summary).toContain('could not be published')
    expect(job.output).toMatch(/^::error file=orders\.py,line=5,endLine=5,title=[^:]+::/m)
    expect(job.output).toContain('under "permissions"')
    expect(job.output + job.summary).not.toContain('ghs_')
    expect((await world.job({ permissions: { contents: 'read' } })).summary).toContain('`orders.py:5`')
  })

  test('that is cancelled leaves no check run open, nor does one that was killed', async () => {
    const world = await openedPull()
    const runs = () => world.github.pull(repo, world.number).checkRuns
    const begun = () => eventually('the check run to begin', () => runs().length > 0)
    const cancelled = await world.job({ meanwhile: (stop) => begun().then(stop) })
    expect(cancelled.exitCode).toBe(2)
    expect(said(world)).toEqual({ ...nothing, checks: ['completed: neutral'] })

    const killed = world.job({
      meanwhile: (_stop, kill) => eventually('a second one', () => runs().length > 1).then(kill),
    })
    expect((await killed).exitCode).toBeNull()
    expect(runs().map(({ status }) => status)).toEqual(['completed', 'in_progress'])
    await world.job()
    expect(said(world)).toEqual({ ...first, checks: ['completed: neutral', 'completed: failure'] })
  })

  test('without findings it is green', async () => {
    const world = await openedPull({ 'orders.py': 'orders: list[str] = []\n' })
    expect((await world.job()).exitCode).toBe(0)
    expect(said(world)).toMatchObject({ reviews: 0, summaries: 1, checks: ['completed: success'] })
  })

  test('of a head that is no longer the head leaves the review to the newer job', async () => {
    const world = await openedPull()
    const old = world.github.headOf(repo, 'orders')
    await world.github.pushCommit(repo, 'orders', { 'orders.py': halfMended }, { by: 'alice' })
    const job = await world.job({
      event: (event) => ({ ...event, pull_request: { ...(event.pull_request as Json), head: { sha: old } } }),
    })
    expect(job).toMatchObject({ exitCode: 0, summary: '' })
    expect(job.output).toContain('newer head')
    expect(said(world)).toEqual(nothing)
  })

  test('on pull_request_target reviews too: nothing of the change is executed', async () => {
    const world = await openedPull()
    expect((await world.job({ eventName: 'pull_request_target' })).exitCode).toBe(1)
    expect(said(world)).toEqual(first)
  })

  test('obeys the configuration of the base, and says so when it has errors', async () => {
    const world = await openedPull()
    await world.github.pushCommit(repo, 'main', { '.autogen-bot.yaml': 'limits:\n  filesMx: 1\n' })
    const job = await world.job()
    expect(job.exitCode).toBe(2)
    expect(job.summary).toContain('filesMax')
    expect(said(world)).toMatchObject({ reviews: 0, checks: ['completed: neutral'] })
  })
})

describe('a step that names a model', () => {
  const bothSee = { 'orders.py': risky, 'total.ts': wrongTotal }

  test('gets the agents’ findings too, and its key nowhere', async () => {
    const model = await startScriptedModel({ scenario: carefulScenario })
    onTestFinished(() => model.close())
    const world = await openedPull(bothSee)
    const job = await world.job({
      env: {
        AUTOGEN_MODEL: 'compatible/scripted',
        AUTOGEN_MODEL_URL: model.urls.compatible,
        AUTOGEN_MODEL_KEY: modelKey,
      },
    })
    expect(job.exitCode).toBe(1)
    expect(said(world).threads.sort()).toEqual(['orders.py: 1', 'orders.py: 1', 'total.ts: 1'])
    const asked = model.requests.find(({ purpose }) => purpose === 'propose')
    expect(asked?.prompt.blocks.find(({ kind }) => kind === 'pull-request')?.attributes.title).toBe('Orders')
    const { issueComments, checkRuns } = world.github.pull(repo, world.number)
    expect(job.output + job.summary + JSON.stringify([issueComments, checkRuns])).not.toContain(modelKey)
  })

  test('and is given no key, as for a fork, lets analysers review, and says so', async () => {
    const world = await openedPull(bothSee)
    const env = { AUTOGEN_MODEL: 'anthropic/claude-sonnet-5-5', ANTHROPIC_API_KEY: '' }
    const fork = await world.job({ env, permissions: reading })
    expect(fork.exitCode).toBe(1)
    expect(fork.summary).toContain('Analysers only: this job was given no key of anthropic')
    expect(fork.summary).toContain('`orders.py:5`')

    const own = await world.job({ env: { ...env, AUTOGEN_CHECK_FAIL_ON: 'never' } })
    expect(own).toMatchObject({ exitCode: 0, summary: '' })
    const { issueComments, checkRuns } = world.github.pull(repo, world.number)
    expect(issueComments[0]?.body).toContain('Analysers only: this job was given no key of anthropic')
    expect(checkRuns.map(({ conclusion }) => conclusion)).toEqual(['success'])
  })
})

describe('what a job cannot use is told in words', () => {
  test('a clone without history', async () => {
    const world = await openedPull()
    await world.github.pushCommit(repo, 'orders', { 'notes.md': 'More.\n' }, { by: 'alice' })
    const job = await world.job({ depth: 1 })
    expect(job.exitCode).toBe(2)
    expect(job.output).toContain('"fetch-depth: 0"')
    expect(job.summary).toContain('fetch-depth')
    expect(said(world)).toMatchObject({ reviews: 0, checks: ['completed: neutral'] })
  })

  test.each<[string, JobOptions, string]>([
    ['another event', { eventName: 'push' }, 'no pull request'],
    ['no event', { eventName: '' }, 'no job of GitHub Actions'],
    ['no token', { env: { GITHUB_TOKEN: '' } }, 'GITHUB_TOKEN is not set'],
    ['a threshold that is none', { env: { AUTOGEN_CHECK_FAIL_ON: '$(id)' } }, 'give one of critical'],
    ['an address that is none', { env: { GITHUB_API_URL: 'file:///etc/passwd' } }, 'no address'],
    ['no model', { env: { AUTOGEN_MODEL: 'gpt', OPENAI_API_KEY: 'k' } }, 'write provider/model'],
    ['no JSON', { env: { GITHUB_EVENT_PATH: '/dev/null' } }, 'no JSON'],
    ['a head that is a word for git', { event: withHead('--upload-pack=x') }, 'pull_request.head.sha'],
    ['no pull request', { event: () => ({ zen: 'x' }) }, 'not one of a pull request'],
    ['no repository', { env: { GITHUB_WORKSPACE: tmpdir() } }, 'not a git repository'],
  ])('%s', async (_, options, words) => {
    const job = await (await openedPull()).job(options)
    expect(job.output).toContain(words)
    expect(job.exitCode).toBe(2)
  })
})

test('titles, names and paths that are commands of a runner command nothing', async () => {
  const world = await openedPull({ 'a,line=1::x%0A##[error].py': risky })
  const hostile = '::add-mask::x\n::error::gotcha\n##[add-matcher]x $(touch /tmp/x)'
  const event = (payload: Json) => ({
    ...payload,
    action: hostile,
    pull_request: {
      ...(payload.pull_request as Json),
      title: hostile,
      body: hostile,
      head: { ...((payload.pull_request as Json).head as Json), ref: hostile, label: hostile },
    },
  })
  const job = await world.job({ event, permissions: reading })
  expect(job.exitCode).toBe(1)
  expect(job.summary).not.toContain('gotcha')
  const commands = job.output.split('\n').filter((line) => /^\s*::|##\[/.test(line))
  expect(commands.length).toBeGreaterThan(0)
  for (const line of commands) {
    expect(line).toMatch(
      /^::error file=a%2Cline=1%3A%3Ax%250A##\[error\]\.py,line=\d+,endLine=\d+,title=[^,:]+::/,
    )
  }
  expect((await world.job({ event })).exitCode).toBe(1)
  expect(said(world)).toMatchObject({ reviews: 1, checks: ['completed: failure'] })
})

describe('action.yml', () => {
  interface Step {
    readonly name: string
    readonly run?: string
    readonly uses?: string
    readonly shell?: string
    readonly env?: Readonly<Record<string, string>>
  }
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly default?: string }>>
    readonly runs: { readonly using: string; readonly steps: readonly Step[] }
  }
  const { steps } = action.runs

  test('puts nothing into the text of a shell, and names other actions by commit', () => {
    expect(action.runs.using).toBe('composite')
    for (const { run = '', uses, shell } of steps) {
      expect(run).not.toContain('${{')
      if (uses === undefined) expect(shell).toBe('bash')
      else expect(uses).toMatch(/@[0-9a-f]{40}$/)
    }
  })

  test('hands over each input, and gives the token to the review alone', () => {
    const handed = steps.flatMap(({ env = {} }) => Object.values(env))
    expect(handed.sort()).toEqual(
      Object.keys(action.inputs)
        .map((name) => `\${{ inputs.${name} }}`)
        .sort(),
    )
    const holders = steps.filter(({ env = {} }) => 'GITHUB_TOKEN' in env)
    expect(holders.map(({ name }) => name)).toEqual(['Review'])
    expect(action.inputs['fail-on']?.default).toBe('high')
  })
})

function withHead(sha: string) {
  return (event: Json) => ({ ...event, pull_request: { ...(event.pull_request as Json), head: { sha } } })
}
