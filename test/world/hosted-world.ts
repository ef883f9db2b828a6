/**
 * A simulated GitHub with our App on it, and the service beside it: what the stories of the service are told in.
 * Everything is private to one test and gone when it ends.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFailed, onTestFinished } from 'vitest'
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../sim/github/simulated-github.ts'
import type { RegisteredApp, SimulatedGitHubOptions } from '../../sim/github/simulated-github-options.ts'
import { eventually } from './eventually.ts'
import { registerOurApp, settingsOfApp } from './our-app.ts'
import { createDatabase } from './postgres.ts'
import { type ServiceProcess, startServiceProcess } from './service-process.ts'

export interface HostedWorld {
  readonly github: SimulatedGitHub
  readonly app: RegisteredApp
  /** For the service's processes. */
  readonly env: Readonly<Record<string, string>>
  /** Starts a process and waits until it listens; a web process becomes the App's webhook. */
  serve(options?: ServeOptions): Promise<ServiceProcess>
  /** Our completed check run on the head, once it is there. */
  reviewed(repository: string, number: number, timeMs?: number): Promise<PullView>
}

export interface ServeOptions {
  readonly role?: 'all' | 'web' | 'worker' | 'leader'
  readonly env?: Readonly<Record<string, string>>
}

export interface WorldOptions extends SimulatedGitHubOptions {
  readonly redisUrl?: string
}

export const webhookSecret = 'a secret of this test alone'
export const owner = 'octo'

export async function createHostedWorld({ redisUrl, ...options }: WorldOptions = {}): Promise<HostedWorld> {
  const github = await startSimulatedGitHub({ rateLimits: 'unlimited', ...options })
  onTestFinished(() => github.close())
  const database = await createDatabase()
  onTestFinished(() => database.drop())
  const dataFolder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-service-'))
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }))
  const app = await registerOurApp(github)
  const env = {
    AUTOGEN_DATA_FOLDER: dataFolder,
    DATABASE_URL: database.url,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    ...settingsOfApp(github, app, webhookSecret),
    AUTOGEN_LEADER_ROWS_EVERY_MS: '500',
    AUTOGEN_LEADER_DELIVERIES_EVERY_MS: '1000',
    AUTOGEN_LEADER_HEADS_EVERY_MS: '5000',
  }
  return {
    github,
    app,
    env,
    async serve({ role = 'all', env: more = {} } = {}) {
      const service = startServiceProcess(['--role', role], { ...env, ...more })
      onTestFinished(async () => {
        service.signal('SIGKILL')
        await service.ended()
      })
      onTestFailed(() => {
        const lines = [...service.words, ...service.lines.map((line) => JSON.stringify(line))]
        process.stderr.write(`${lines.join('\n')}\n`)
      })
      const { url } = await service.line(({ msg }) => msg === 'listening')
      if (typeof url === 'string')
        github.setWebhook(app.appId, { url: `${url}/webhook`, secret: webhookSecret })
      return service
    },
    reviewed: (repository, number, timeMs = 60_000) =>
      eventually(
        `the review of ${repository}#${number}`,
        () => {
          const pull = github.pull(repository, number)
          const runs = pull.checkRuns.filter((run) => run.head_sha === pull.head)
          return (
            runs.some(({ status }) => status === 'completed') &&
            runs.every(({ status }) => status === 'completed') &&
            pull
          )
        },
        timeMs,
      ),
  }
}
