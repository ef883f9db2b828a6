/**
 * A hosted world with models: the scripted one behind every provider that the service is told of. What was asked is
 * looked at where it was asked, what was paid where it is written down.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import type { ScenarioText } from '../../sim/model/scenario/scenario.ts'
import { type ScriptedModel, startScriptedModel } from '../../sim/model/scripted-model.ts'
import type { AskedRequest } from '../../sim/model/server/asked-requests.ts'
import type { ProviderKind } from '../../src/config/service/models-config.ts'
import { runCommandProcess } from './command-process.ts'
import { createHostedWorld, type HostedWorld, type ServeOptions } from './hosted-world.ts'
import type { ServiceProcess } from './service-process.ts'

export interface AgentsWorld extends HostedWorld {
  readonly model: ScriptedModel
  /** Calls that were paid for, in the order in which they were entered. */
  calls(): Promise<readonly PaidCall[]>
}

export interface PaidCall {
  readonly purpose: string
  readonly model: string
  /** Null: it was never settled. */
  readonly outcome: string | null
  readonly tokens: number
}

export interface AgentsWorldOptions {
  readonly scenario: ScenarioText
  /** As it would stand in the file, providers left out: there is one of each kind, called as its kind. */
  readonly models: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

/** Any is good enough for the scripted model. */
export const modelKey = 'a-key-of-this-test'
export const carefulScenario: ScenarioText = { extends: 'default.yaml' }

export async function createAgentsWorld({
  scenario,
  models,
  env = {},
}: AgentsWorldOptions): Promise<AgentsWorld> {
  const model = await startScriptedModel({ scenario })
  onTestFinished(() => model.close())
  const world = await createHostedWorld()
  const file = join(world.env.AUTOGEN_DATA_FOLDER ?? '', 'service.yaml')
  writeFileSync(file, stringify({ models: { providers: providersAt(model), ...models } }))
  const ours = { AUTOGEN_CONFIG: file, MODEL_KEY: modelKey, ...env }
  const database = new Client({ connectionString: world.env.DATABASE_URL })
  await database.connect()
  // Its database is dropped under it when the test is over.
  database.on('error', () => {})
  onTestFinished(() => database.end())
  return {
    ...world,
    env: { ...world.env, ...ours },
    model,
    serve: (options: ServeOptions = {}): Promise<ServiceProcess> =>
      world.serve({ ...options, env: { ...ours, ...options.env } }),
    calls: async () => {
      const { rows } = await database.query<PaidCall>(
        'select purpose, model, outcome, tokens::integer as tokens from model_calls order by id',
      )
      return rows
    },
  }
}

function providersAt({ urls }: ScriptedModel) {
  return Object.entries(providerUrls(urls)).map(([kind, url]) => {
    const region = kind === 'bedrock' ? { region: 'eu-central-1' } : {}
    return { name: kind, kind, url, keyEnv: 'MODEL_KEY', ...region }
  })
}

export function providerUrls(urls: ScriptedModel['urls']): Readonly<Record<ProviderKind, string>> {
  return {
    openai: urls.openai,
    'openai-chat': urls.openai,
    anthropic: urls.anthropic,
    google: urls.google,
    bedrock: urls.bedrock,
    'openai-compatible': urls.compatible,
  }
}

/** `path:line` of each of our comments that stands open. */
export function placesOf({ threads }: PullView): readonly string[] {
  return threads
    .filter(({ isResolved }) => !isResolved)
    .map(({ path, line }) => `${path}:${line}`)
    .sort()
}

/** `path:line finding` of each of our comments that stands open. */
export function openFindings({ threads }: PullView): readonly string[] {
  return threads
    .filter(({ isResolved }) => !isResolved)
    .map(({ path, line, comments: [first] }) => `${path}:${line} ${findingOf(first?.body ?? '')}`)
    .sort()
}

function findingOf(body: string): string {
  return /autogen-bot:finding ([0-9a-f]{16})/.exec(body)?.[1] ?? 'nobody’s'
}

/** The paths of the units that a request shows. */
function unitsIn({ prompt }: AskedRequest): readonly string[] {
  const units = prompt.blocks.filter(({ kind }) => kind === 'unit')
  return [...new Set(units.map(({ attributes }) => attributes.path ?? ''))].sort()
}

/** Paths that anybody argued about. */
export function pathsArguedIn(requests: readonly AskedRequest[]): readonly string[] {
  const ofDialogue = requests.filter(({ purpose }) => purpose !== 'walkthrough')
  return [...new Set(ofDialogue.flatMap(unitsIn))].sort()
}

/** What was asked since it was called the last time. */
export function requestsSince({ model }: AgentsWorld): () => readonly AskedRequest[] {
  let seen = 0
  return () => {
    const since = model.requests.slice(seen)
    seen = model.requests.length
    return since
  }
}

export function summaryOf({ issueComments }: PullView): string {
  expect(issueComments).toHaveLength(1)
  return issueComments[0]?.body ?? ''
}

/** The first comment on a file. */
export function commentOn({ threads }: PullView, path: string): string {
  return threads.find((thread) => thread.path === path)?.comments[0]?.body ?? ''
}

/** What a command of an operator beside the service says. */
export async function type(world: AgentsWorld, ...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommandProcess(words, world.env)
  expect({ words, exitCode, stderr }).toEqual({ words, exitCode: 0, stderr: '' })
  return stdout
}
