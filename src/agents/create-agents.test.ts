/** A change on its whole way through the agents: a real repository, a real parser, and a model that follows a script. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Rule } from '../../sim/model/scenario/scenario.ts'
import { type ScriptedModel, startScriptedModel } from '../../sim/model/scripted-model.ts'
import type { AskedRequest } from '../../sim/model/server/asked-requests.ts'
import { until } from '../../test/world/until.ts'
import { createAgentMemory } from '../adapters/memory/agent-memory.ts'
import { createModelClient } from '../adapters/model-ai-sdk/create-model-client.ts'
import { createProcessSandbox } from '../adapters/sandbox/process-sandbox.ts'
import { createSyntax } from '../analysers/syntax/create-syntax.ts'
import type { AgentSettings } from '../domain/agents/agent-settings.ts'
import type { AgentsResult } from '../ports/agents/agents.ts'
import type { AgentMemory } from '../ports/store/agent-memory.ts'
import type { Syntax } from '../ports/syntax/syntax.ts'
import { callsWorld } from './calls/fixtures/calls-world.ts'
import { noStory } from './context/context.ts'
import { type AgentsParts, createAgents } from './create-agents.ts'
import { createChange } from './grounding/fixtures/change-world.ts'
import { promptVersion } from './prompts/prompts.ts'

const installFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const scratchFolder = mkdtempSync(join(tmpdir(), 'autogen-bot-test-agents-'))
let syntax: Syntax

beforeAll(async () => {
  syntax = createSyntax({ sandbox: createProcessSandbox({ scratchFolder, installFolder }), childrenMax: 1 })
  // What is measured in a review's time is not how long a child takes to start here.
  await syntax.outline([{ language: 'typescript', text: 'let a = 1\n' }], new AbortController().signal)
})
afterAll(async () => {
  await syntax.close()
  rmSync(scratchFolder, { recursive: true, force: true })
})

type Functions = Readonly<Record<string, string>>

interface How {
  readonly settings?: Partial<AgentSettings>
  readonly parts?: Partial<AgentsParts>
}

interface World {
  readonly model: ScriptedModel
  /** Reviews a change that adds these functions to `src/sums.ts`, each by its name with the sign of its comparison. */
  review(functions: Functions, how?: How): Promise<AgentsResult>
  /** What was asked since this was called last, each with the names of the units that it shows. */
  asked(): readonly string[]
}

async function openWorld(rules: readonly Rule[] = []): Promise<World> {
  const model = await startScriptedModel({ scenario: { extends: 'default.yaml', rules: [...rules] } })
  onTestFinished(() => model.close())
  const client = createModelClient({
    provider: {
      name: 'openai',
      kind: 'openai',
      url: model.urls.openai,
      key: 'sk-none',
      region: null,
      atOnceMax: 8,
    },
    model: 'scripted',
    now: () => 0,
  })
  const memory = createAgentMemory()
  let seen = 0
  return {
    model,
    async review(functions, { settings = {}, parts = {} } = {}) {
      const change = await createChange({
        base: { 'README.md': '# Sums\n' },
        head: { 'src/sums.ts': written(functions) },
      })
      const agents = createAgents({
        stopped: () => null,
        openCalls: () => callsWorld([client], { promptVersion, memory: parts.memory ?? memory }).calls,
        syntax,
        outlines: { read: async () => new Map(), write: async () => {} },
        repositoryKey: 'sums',
        memory,
        story: async () => ({ ...noStory, title: 'Add sums', description: 'They were missing.' }),
        earlier: async () => [],
        clock: { now: () => 0 },
        now: () => performance.now(),
        reviewTimeMs: 60_000,
        atOnceMax: 3,
        hosts: [],
        ...parts,
      })
      const agentSettings = { ...change.settings.agents, ...settings }
      return agents.discuss(
        { ...change, settings: { ...change.settings, agents: agentSettings } },
        new AbortController().signal,
      )
    },
    asked() {
      const fresh = model.requests.slice(seen)
      seen = model.requests.length
      return fresh.map(wordsOf).sort()
    },
  }
}

/** So long that a part of 2,000 tokens holds one of them. */
function written(functions: Functions): string {
  const lines = (name: string) =>
    Array.from({ length: 45 }, (_, at) => `  ${name}Sum += items.length * ${at + 2} - ${at}\n`).join('')
  return Object.entries(functions)
    .map(
      ([name, sign]) => `export function ${name}(items: readonly number[]): number {
  let ${name}Sum = 0
  for (let at = 0; at ${sign} items.length; at += 1) ${name}Sum += items[at] ?? 0
${lines(name)}  return ${name}Sum
}
`,
    )
    .join('\n')
}

/** `propose one two`; without a unit: about the whole. */
function wordsOf(request: AskedRequest): string {
  return [request.purpose, ...unitsIn(request)].join(' ')
}

function unitsIn({ purpose, prompt }: AskedRequest): readonly string[] {
  if (purpose === 'walkthrough') return []
  return prompt.blocks.flatMap(({ kind, attributes }) => (kind === 'unit' ? [attributes.symbol ?? ''] : []))
}

/** `line: stances` of each, in the order of the file. */
function toldIn({ observations }: AgentsResult): readonly string[] {
  return observations
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, voices }) => `${line}: ${voices.map(({ stance }) => stance).join(', ')}`)
}

const small = { contextTokensMax: 2_000, partsMax: 6 }
const quiet = { ...small, walkthrough: false }
const agreed = 'proposes, confirms'

describe('what was argued about before', () => {
  test('is told again and not asked again, wherever it stands; what changed is asked, and nothing else', async () => {
    const world = await openWorld()
    const first = await world.review({ one: '<=', two: '<=' }, { settings: small })
    expect(toldIn(first)).toEqual([`3: ${agreed}`, `54: ${agreed}`])
    expect(world.asked()).toEqual([
      'challenge',
      'challenge one',
      'challenge two',
      'propose',
      'propose one',
      'propose two',
      'walkthrough',
    ])

    const again = await world.review({ one: '<=', two: '<=' }, { settings: small })
    expect(world.asked()).toEqual([])
    expect(again.observations).toEqual(first.observations)
    expect(again.report).toMatchObject({ stopped: null, usage: { calls: 0, remembered: 1 } })

    const moved = await world.review({ none: '<', one: '<=', two: '<' }, { settings: quiet })
    expect(toldIn(moved)).toEqual([`54: ${agreed}`])
    expect(new Set(world.asked())).toEqual(
      new Set(['propose', 'challenge', 'propose none', 'challenge none', 'propose two', 'challenge two']),
    )
  })

  test('is told when the time is up for what is new, and the review says that it is partial', async () => {
    const slow: Rule = { when: { contains: 'slowSum' }, answer: { do: 'stall' } }
    const world = await openWorld([slow])
    await world.review({ one: '<=' }, { settings: quiet })
    const late = await world.review(
      { one: '<=', slow: '<=' },
      { settings: quiet, parts: { reviewTimeMs: 3_000 } },
    )
    expect(toldIn(late)).toEqual([`3: ${agreed}`])
    expect(late.report.stopped).toMatchObject({ kind: 'out-of-time', isPartial: true })
    expect(late.unread).toEqual([
      { path: 'src/sums.ts', reason: 'The agents were stopped before they were done with it.' },
    ])
  })
})

test('an argument in which one fell silent is told with less weight, and is had again where it broke off', async () => {
  const world = await openWorld([
    { when: { purpose: 'challenge' }, times: 3, answer: { do: 'overloaded', retryAfterS: null } },
  ])
  const settings = { ...quiet, confidenceMin: 0 }
  const half = await world.review({ one: '<=' }, { settings })
  expect(toldIn(half)).toEqual(['3: proposes'])
  expect(half.notes.join()).toContain('only one of the two agents answered')
  expect(half.report.stopped).toBeNull()
  world.asked()

  const whole = await world.review({ one: '<=' }, { settings })
  expect(world.asked()).toEqual(['challenge one'])
  expect(toldIn(whole)).toEqual([`3: ${agreed}`])
  expect(whole.observations[0]?.confidence).toBeGreaterThan(half.observations[0]?.confidence ?? 1)
})

test('a review that was killed asks nothing again, whatever parts of it were done', async () => {
  const world = await openWorld()
  const kept = createAgentMemory()
  let isKilled = false
  const memory: AgentMemory = {
    ...kept,
    remember: async (...written) => {
      if (isKilled) throw new Error('killed')
      await kept.remember(...written)
    },
  }
  const how = { settings: quiet, parts: { memory } }
  const { model } = world
  model.hold((request) => request.purpose === 'challenge' && wordsOf(request) !== 'challenge one')
  const killed = world.review({ one: '<=', two: '<=' }, how)
  await until(() => model.requests.filter(({ state }) => state() === 'held').length === 2)
  await model.waitFor((request) => wordsOf(request) === 'challenge one' && request.state() === 'answered')
  isKilled = true
  model.release()
  await expect(killed).rejects.toThrow('killed')
  world.asked()

  isKilled = false
  const whole = await world.review({ one: '<=', two: '<=' }, how)
  expect(world.asked()).toEqual(['challenge', 'challenge two'])
  expect(toldIn(whole)).toEqual([`3: ${agreed}`, `54: ${agreed}`])
})

test('a pass over the whole that did not come to its end is made up for, once, and its parts are not asked about again', async () => {
  const twice = (purpose: 'propose' | 'challenge'): readonly Rule[] => [
    { when: { purpose }, times: 2, answer: { do: 'review' } },
    { when: { purpose }, times: 3, answer: { do: 'overloaded', retryAfterS: null } },
  ]
  const world = await openWorld([...twice('propose'), ...twice('challenge')])
  const how = { settings: quiet, parts: { atOnceMax: 1 } }
  const cut = await world.review({ one: '<=', two: '<=' }, how)
  expect(cut.report.stopped).toMatchObject({ isPartial: true })
  world.asked()

  const whole = await world.review({ one: '<=', two: '<=' }, how)
  expect(world.asked()).toEqual(['challenge', 'propose'])
  expect(whole.report.stopped).toBeNull()
  expect(toldIn(whole)).toEqual([`3: ${agreed}`, `54: ${agreed}`])

  const again = await world.review({ one: '<=', two: '<=' }, how)
  expect(world.asked()).toEqual([])
  expect(again.observations).toEqual(whole.observations)
})

test('nobody is asked when something is in the way at the start', async () => {
  const world = await openWorld()
  const stop = { kind: 'no-model', message: 'Nobody has configured a model.', isPartial: false } as const
  const result = await world.review({ one: '<=' }, { parts: { stopped: () => stop } })
  expect(result.report.stopped).toEqual(stop)
  expect(result.observations).toEqual([])
  expect(world.asked()).toEqual([])
})

test('a memory that fails is an error of the review, and nobody is asked on behind its back', async () => {
  const world = await openWorld()
  world.model.hold(({ purpose }) => purpose === 'walkthrough')
  const memory = createAgentMemory()
  const failing = {
    ...memory,
    remember: async () => {
      await world.model.waitFor(({ purpose }) => purpose === 'walkthrough')
      throw new Error('the disk is full')
    },
  }
  const reviewed = world.review({ one: '<=' }, { settings: small, parts: { memory: failing } })
  await expect(reviewed).rejects.toThrow('the disk is full')
  await world.model.waitFor(({ purpose, state }) => purpose === 'walkthrough' && state() === 'gone')
})
