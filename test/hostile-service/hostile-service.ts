/**
 * One service and one simulated GitHub for all stories of a file: each story has a repository of its own, so that they
 * do not meet. When the file is over, what must hold for every one of them is looked at once more.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import type { FileChanges } from '../../sim/github/repositories/write-commit.ts'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../sim/github/simulated-github.ts'
import type { RegisteredApp, SimulatedGitHubOptions } from '../../sim/github/simulated-github-options.ts'
import { eventually } from '../world/eventually.ts'
import { webhookSecret } from '../world/hosted-world.ts'
import { registerOurApp, settingsOfApp } from '../world/our-app.ts'
import { createDatabase, type TestDatabase } from '../world/postgres.ts'
import { type ServiceProcess, startServiceProcess } from '../world/service-process.ts'
import { type HeldThings, whatDoesNotHold } from './what-holds.ts'

export interface HostileService {
  readonly github: SimulatedGitHub
  readonly app: RegisteredApp
  readonly service: ServiceProcess
  readonly env: Readonly<Record<string, string>>
  readonly database: TestDatabase
  /** Of the service, where webhooks go. */
  readonly url: string
  /** Everything that the service writes is below it. */
  readonly root: string
  /** What is planted in a change writes this file when anything runs it. */
  readonly canary: string
  /** A pull request into `main` of a repository that did not exist. */
  open(story: Story): Promise<OpenedPull>
  reviewed(repo: string, number: number): Promise<PullView>
  /** About pull requests of the repository, as they stand in the store. */
  jobs(repo: string): Promise<readonly JobRow[]>
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

export interface Story {
  /** Of the repository. */
  readonly name: string
  readonly base?: FileChanges
  readonly files: FileChanges
  readonly branch?: string
  readonly title?: string
  readonly body?: string
  readonly message?: string
  readonly author?: string
}

export interface OpenedPull {
  readonly repo: string
  readonly number: number
}

export interface JobRow {
  readonly id: string
  readonly state: string
  readonly attempts: number
  readonly reason: string | null
}

export interface ShareOptions {
  readonly github?: SimulatedGitHubOptions
  readonly env?: Readonly<Record<string, string>>
  /** What one file does on purpose and the others may not see. */
  readonly allows?: HeldThings
}

export const owner = 'octo'

export function shareService({ github: options = {}, env: more = {}, allows = {} }: ShareOptions = {}) {
  let shared: HostileService | null = null
  const closing: (() => unknown)[] = []

  beforeAll(async () => {
    const github = await startSimulatedGitHub({ rateLimits: 'unlimited', ...options })
    closing.push(() => github.close())
    const database = await createDatabase()
    closing.push(() => database.drop())
    const root = mkdtempSync(join(tmpdir(), 'autogen-bot-hostile-service-'))
    closing.push(() => rmSync(root, { recursive: true, force: true }))
    const temporary = join(root, 'tmp')
    mkdirSync(temporary)
    const app = await registerOurApp(github)
    const env = {
      TMPDIR: temporary,
      AUTOGEN_DATA_FOLDER: join(root, 'data'),
      DATABASE_URL: database.url,
      ...settingsOfApp(github, app, webhookSecret),
      AUTOGEN_LEADER_ROWS_EVERY_MS: '500',
      AUTOGEN_WORKER_CONCURRENCY: '3',
      AUTOGEN_WORKER_ATTEMPTS_MAX: '2',
      ...more,
    }
    github.person(owner)
    github.install(app.appId, owner, 'all')
    const service = startServiceProcess([], env)
    closing.push(async () => {
      service.signal('SIGKILL')
      await service.ended()
    })
    const { url } = await service.line(({ msg }) => msg === 'listening')
    github.setWebhook(app.appId, { url: `${url}/webhook`, secret: webhookSecret })
    shared = assemble({ github, app, service, env, database, url: String(url), root })
  }, 120_000)

  afterEach(({ task }) => {
    if (task.result?.state !== 'fail' || shared === null) return
    const { words, lines } = shared.service
    const told = lines.filter(({ msg }) => msg !== 'webhook').slice(-200)
    process.stderr.write(`${[...words, ...told.map((line) => JSON.stringify(line))].join('\n')}\n`)
  })

  afterAll(async () => {
    try {
      if (shared !== null) {
        await shared.github.settled()
        expect(whatDoesNotHold(shared, allows)).toEqual([])
      }
    } finally {
      for (const close of closing.reverse()) await close()
    }
  }, 120_000)

  return (): HostileService => {
    if (shared === null) throw new Error('the service did not start')
    return shared
  }
}

type Parts = Omit<HostileService, 'open' | 'reviewed' | 'jobs' | 'canary' | 'query'>

function assemble(parts: Parts): HostileService {
  const { github, database, root } = parts
  const canary = join(root, 'canary')
  const query: HostileService['query'] = async (sql, values = []) => {
    const { Client } = await import('pg')
    const client = new Client(database.config)
    await client.connect()
    try {
      return (await client.query(sql, [...values])).rows
    } finally {
      await client.end()
    }
  }
  return {
    ...parts,
    canary,
    query,
    async open({ name, base = {}, files, branch = 'change', author = 'mallory', message, ...words }) {
      const repo = `${owner}/${name}`
      await github.createRepository({ owner, name, files: { 'README.md': '# A project\n', ...base } })
      github.person(author, { [repo]: 'read' })
      await github.pushCommit(repo, branch, files, {
        by: author,
        ...(message === undefined ? {} : { message }),
      })
      const number = await github.openPullRequest({ repo, head: branch, author, ...words })
      return { repo, number }
    },
    reviewed: (repo, number) =>
      eventually(
        `the review of ${repo}#${number}`,
        () => {
          const pull = github.pull(repo, number)
          const isOver = pull.checkRuns.every(({ status }) => status === 'completed')
          return pull.checkRuns.some((run) => run.head_sha === pull.head) && isOver && pull
        },
        90_000,
      ),
    jobs: (repo) =>
      query(
        'select id::text, state::text, attempts, reason from jobs where position($1 in task) > 0 order by id',
        [`"owner":"${repo.replace('/', '","name":"')}"`],
      ),
  }
}

export function hasRun({ canary }: Pick<HostileService, 'canary'>): boolean {
  return existsSync(canary)
}
