/** The two agents in the whole service: real processes, a real database, and a model that follows a script. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import type { FileChanges } from '../../sim/github/repositories/write-commit.ts'
import type { Rule } from '../../sim/model/scenario/scenario.ts'
import { startScriptedModel } from '../../sim/model/scripted-model.ts'
import type { AskedRequest } from '../../sim/model/server/asked-requests.ts'
import { reviewRepository } from '../../src/app/review-repository.ts'
import { noModels, type ProviderKind, providerKinds } from '../../src/config/service/models-config.ts'
import type { ModelName } from '../../src/domain/agents/model-usage.ts'
import {
  type AgentsWorld,
  carefulScenario,
  createAgentsWorld,
  modelKey,
  openFindings,
  unitsIn,
} from '../world/agents-world.ts'
import {
  arguedShop,
  baseFiles,
  leftOpen,
  loopNamed,
  openArguedShop,
  openPull,
  rightTotal,
  wrongFind,
  wrongOrders,
} from '../world/argued-shop.ts'
import { runCommandProcess } from '../world/command-process.ts'
import { eventually } from '../world/eventually.ts'
import { createRepository } from '../world/repository.ts'
import { saidTwice } from '../world/shop.ts'

vi.setConfig({ testTimeout: 120_000 })

const ofDialogue = ({ purpose }: AskedRequest) => purpose !== 'walkthrough'

function summaryOf(pull: ReturnType<AgentsWorld['github']['pull']>): string {
  expect(pull.issueComments).toHaveLength(1)
  return pull.issueComments[0]?.body ?? ''
}

async function type(world: AgentsWorld, ...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommandProcess(words, world.env)
  expect({ words, exitCode, stderr }).toEqual({ words, exitCode: 0, stderr: '' })
  return stdout
}

describe('one argument in every wire format', () => {
  test.each(providerKinds)('%s', async (kind) => {
    const model = await startScriptedModel({ scenario: carefulScenario })
    onTestFinished(() => model.close())
    const repository = createRepository()
    repository.commit('main', baseFiles)
    repository.commit('change', { ...wrongOrders, 'read_orders.py': leftOpen }, { from: 'main' })
    const reviewed = await reviewRepository({
      folder: repository.folder,
      request: { base: 'main', head: { kind: 'ref', ref: 'change' } },
      explains: true,
      sarifFiles: [],
      agents: { models: modelsOf(kind, model.urls) },
      signal: AbortSignal.timeout(60_000),
    })
    if (!reviewed.ok) throw new Error(JSON.stringify(reviewed.failure))
    const { findings, agents, dropped } = reviewed.value
    expect(findings.map(({ source, path, line }) => `${source} ${path}:${line}`).sort()).toEqual([])
    expect(agents?.stopped).toBeNull()
    expect(model.requests.map(({ purpose, deed }) => `${purpose} ${deed}`).sort()).toEqual([])
    expect(dropped).toBe([])
  })
})

function modelsOf(kind: ProviderKind, urls: Readonly<Record<string, string>>) {
  const url = urls[kind.replace('openai-', '')] ?? urls.openai ?? null
  const chain = [`one/scripted` as ModelName]
  return {
    ...noModels,
    providers: [{ name: 'one', kind, url, key: modelKey, region: 'eu-central-1', atOnceMax: 4 }],
    roles: { coder: chain, reviewer: chain, guide: chain, judge: [] },
  }
}

test('a pull request is argued about once; a push asks about what it changed; a switch keeps everybody silent', async () => {
  const world = await createAgentsWorld({
    scenario: carefulScenario,
    models: {
      roles: { coder: 'anthropic/scripted', reviewer: 'openai/scripted', guide: 'google/scripted' },
      prices: [
        { model: 'anthropic/scripted', input: 3, output: 15 },
        { model: 'openai/scripted', input: 2, output: 8 },
        { model: 'google/scripted', input: 1, output: 4 },
      ],
    },
  })
  const { github, model } = world
  await openArguedShop(world)
  const service = await world.serve()
  const number = await openPull(world, 'orders', wrongOrders)
  const asked = requestsSince(world)
  const push = async (files: FileChanges) => {
    await github.pushCommit(arguedShop, 'orders', files, { by: 'alice' })
    return world.reviewed(arguedShop, number)
  }

  const first = await world.reviewed(arguedShop, number)
  expect(saidTwice(first)).toEqual([])
  expect(first.reviews).toHaveLength(1)
  expect(placesOf(first)).toEqual(['src/find.ts:4', 'src/place.ts:4', 'src/total.ts:6'])
  const argued = first.threads.find(({ path }) => path === 'src/total.ts')?.comments[0]?.body ?? ''
  expect(argued).toMatch(/coder\*\* proposes: [\s\S]*reviewer\*\* confirms: [\s\S]*outcome: upheld/)
  expect(argued).toContain('```suggestion\n  for (let at = 0; at < lines.length')
  const analysers = first.threads.find(({ path }) => path === 'src/find.ts')?.comments[0]?.body ?? ''
  expect(analysers).toContain('ast-grep/')
  const summary = summaryOf(first)
  expect(summary).toContain('What the change does')
  expect(summary).toMatch(/Considered and refuted \(1\)[\s\S]*src\/find\.ts:8[\s\S]*coder\*\* withdraws/)
  expect(asked().map(({ wire, purpose }) => `${wire} ${purpose}`).sort()).toEqual([
    'anthropic answer',
    'anthropic propose',
    'google walkthrough',
    'openai-responses challenge',
  ])

  const mended = await push({ 'src/total.ts': rightTotal })
  const second = asked()
  expect([...new Set(second.filter(ofDialogue).flatMap(unitsIn))]).toEqual(['src/total.ts'])
  const kept = openFindings(first).filter((finding) => !finding.startsWith('src/total.ts'))
  expect(openFindings(mended)).toEqual(kept)
  expect(mended.threads).toHaveLength(3)
  expect(mended.threads.find(({ isResolved }) => isResolved)?.path).toBe('src/total.ts')
  expect(summaryOf(mended)).toMatch(/Considered and refuted \(1\)/)
  expect(saidTwice(mended)).toEqual([])

  const unchanged = await push({})
  expect(asked().map(({ purpose }) => purpose)).toEqual([])
  expect(openFindings(unchanged)).toEqual(kept)
  expect(summaryOf(unchanged)).toContain('remembered')

  await type(world, 'mitigate', 'analysers-only', 'on', '--reason', 'The bill.')
  await service.line(({ msg, switched }) => msg !== undefined && String(switched).includes('analysers-only'))
  const silent = await push({ 'src/total.ts': rightTotal.replace('sum', 'sums') })
  expect(asked()).toEqual([])
  expect(silent.checkRuns[0]?.output.title).toContain('Analysers only')
  expect(summaryOf(silent)).toContain('switched to analysers only')
  expect(openFindings(silent)).toEqual(kept)

  await type(world, 'mitigate', 'analysers-only', 'off', '--reason', 'It is paid.')
  await eventually('the switch to be seen', () => service.lines.findLast(({ switched }) => switched !== undefined)?.switched + '' === '')
  const again = await push({ 'src/total.ts': rightTotal.replace('at = 0', 'at = 1') })
  expect([...new Set(asked().filter(ofDialogue).flatMap(unitsIn))]).toEqual(['src/total.ts'])
  expect(openFindings(again)).toEqual(kept)
  expect(again.reviews).toHaveLength(1)
})

test('a process that is killed at any step of the argument leaves it to the next, and nothing is paid for twice', async () => {
  const world = await createAgentsWorld({
    scenario: carefulScenario,
    models: { roles: { coder: 'bedrock/scripted', reviewer: 'openai-chat/scripted', guide: 'anthropic/scripted' } },
    env: { AUTOGEN_WORKER_LEASE_MS: '2000', AUTOGEN_WORKER_ATTEMPTS_MAX: '20' },
  })
  const { model } = world
  await openArguedShop(world)
  let service = await world.serve()
  const steps = ['propose', 'challenge', 'answer', 'settle', 'walkthrough'] as const
  let number = 0
  for (const [at, step] of steps.entries()) {
    // The walkthrough is asked for beside the argument, and answered when all of that is over.
    model.hold(({ purpose }) => purpose === step || purpose === 'walkthrough')
    if (at === 0) number = await openPull(world, 'read', { ...wrongOrders, 'read_orders.py': leftOpen })
    else service = await world.serve()
    await model.waitFor(({ purpose, state }) => purpose === step && state() === 'held', 30_000)
    await model.waitFor(({ purpose, state }) => purpose === 'walkthrough' && state() === 'held')
    await eventually('what was answered to be written down', async () => {
      const settled = (await world.calls()).filter(({ outcome }) => outcome === 'answered')
      return settled.length === at
    })
    service.signal('SIGKILL')
    await service.ended()
    model.release()
  }
  await world.serve()
  const pull = await world.reviewed(arguedShop, number)
  expect(pull.reviews).toHaveLength(1)
  expect(saidTwice(pull)).toEqual([])
  expect(placesOf(pull)).toEqual(['read_orders.py:2', 'src/find.ts:4', 'src/place.ts:4', 'src/total.ts:6'])
  const answered = model.requests.filter(({ state }) => state() === 'answered')
  expect(answered.map(({ purpose }) => purpose)).toEqual(steps)
  const paid = (await world.calls()).filter(({ outcome }) => outcome !== null)
  expect(paid.map(({ purpose, outcome }) => `${purpose} ${outcome}`)).toEqual(
    steps.map((step) => `${step} answered`),
  )
  expect(summaryOf(pull)).toMatch(/1 call, 4 answers remembered/)
})

const misbehaviour: readonly Rule[] = [
  rule('halved', { do: 'malformed' }, { purpose: 'propose', attempt: 1 }),
  rule('shapeless', { do: 'wrong-shape' }, { purpose: 'challenge', attempt: 1 }),
  rule('refused', { do: 'refuse' }, { model: '^first$' }),
  rule('stalled', { do: 'stall' }, { purpose: 'challenge', model: '^first$' }),
  rule('limited', { do: 'rate-limit', retryAfterS: 1 }, { purpose: 'propose', attempt: 1 }),
  rule('overloaded', { do: 'overloaded' }, { purpose: 'propose', attempt: 1 }),
  rule('overlong', { do: 'too-long' }, { model: '^first$' }),
  rule('stranger', { do: 'unknown-tool' }, { purpose: 'propose' }),
  rule('hostile', { do: 'hostile-tools' }, { purpose: 'challenge' }),
  rule('chatty', { do: 'many', count: 200 }, { purpose: 'propose' }),
  rule('mute', { do: 'refuse' }, {}),
]

function rule(name: string, answer: Rule['answer'], when: Rule['when']): Rule {
  return { when: { ...when, contains: `run${name}` }, answer }
}

test('whatever a model does, the review is published and says what could not be done', async () => {
  const world = await createAgentsWorld({
    scenario: { ...carefulScenario, rules: [...misbehaviour] },
    models: {
      roles: { coder: ['google/first', 'openai-compatible/second'], reviewer: ['google/first', 'openai-compatible/second'] },
      turnTime: '1s',
      attemptsMax: 2,
    },
    env: { AUTOGEN_WORKER_CONCURRENCY: '4' },
  })
  const { github, model } = world
  await openArguedShop(world)
  const service = await world.serve()
  const names = misbehaviour.map(({ when }) => when.contains?.slice('run'.length) ?? '')
  const numbers = new Map<string, number>()
  for (const name of names) numbers.set(name, await openPull(world, name, loopNamed(name)))
  const pulls = new Map<string, PullView>()
  for (const [name, number] of numbers) pulls.set(name, await world.reviewed(arguedShop, number))
  const told = Object.fromEntries(
    [...pulls].map(([name, pull]) => [name, [pull.checkRuns[0]?.conclusion, pull.checkRuns[0]?.output.title, placesOf(pull), /\nAgents: (.*)/.exec(summaryOf(pull))?.[1]]]),
  )
  console.log(JSON.stringify(told, null, 1))
  console.log(model.requests.map(({ purpose, wire, model, deed, attempt, prompt }) => `${wire} ${model} ${purpose} ${deed} ${attempt} ${prompt.blocks.find((b) => b.kind === 'unit')?.attributes.path}`))
  for (const [, pull] of pulls) {
    expect(saidTwice(pull)).toEqual([])
    expect(pull.reviews).toHaveLength(1)
  }

  await model.setScenario({
    ...carefulScenario,
    rules: [{ when: { model: '^first$' }, answer: { do: 'overloaded' } }],
  })
  const before = model.requests.length
  for (const name of ['one', 'two', 'three']) {
    const pull = await world.reviewed(arguedShop, await openPull(world, name, loopNamed(name)))
    expect(placesOf(pull)).toEqual([`src/${name}.ts:3`, `src/${name}.ts:8`])
    console.log(/\nAgents: (.*)/.exec(summaryOf(pull))?.[1])
  }
  const later = model.requests.slice(before)
  console.log(later.map(({ model, purpose, deed }) => `${model} ${purpose} ${deed}`))
  expect(later.filter((one) => one.model === 'first').length).toBe(5)
  console.log(await type(world, 'circuit', 'list'))
  expect(service.lines.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([])

  await model.setScenario({ ...carefulScenario, rules: [{ answer: { do: 'unavailable' } }] })
  const down = await world.reviewed(arguedShop, await openPull(world, 'down', loopNamed('down')))
  console.log(down.checkRuns[0]?.output, summaryOf(down))
})

test('a budget ends the argument, its figures are told, and parts of a large change are argued about side by side', async () => {
  const world = await createAgentsWorld({
    scenario: carefulScenario,
    models: {
      roles: { coder: 'openai-compatible/scripted' },
      outputTokensMax: 1000,
      prices: [{ model: 'openai-compatible/scripted', input: 1, output: 10 }],
    },
  })
  const { github, model } = world
  await openArguedShop(world, { '.autogen-bot.yaml': 'agents:\n  contextTokensMax: 2000\n  partsMax: 6\n' })
  const service = await world.serve()
  model.hold(({ purpose }) => purpose === 'propose')
  const large = Object.assign({}, ...['a', 'b', 'c', 'd'].map((name) => fourLoops(name)))
  const number = await openPull(world, 'large', large)
  const held = () => model.requests.filter(({ state }) => state() === 'held')
  await eventually('proposals side by side', () => held().length >= 4)
  model.release()
  const pull = await world.reviewed(arguedShop, number)
  console.log(placesOf(pull), summaryOf(pull))
  console.log(model.requests.map(({ purpose, deed }) => `${purpose} ${deed}`))

  await github.pushCommit(arguedShop, 'main', { '.autogen-bot.yaml': 'agents:\n  budget:\n    tokensPerReviewMax: 100\n' })
  const asked = requestsSince(world)
  asked()
  const poor = await world.reviewed(arguedShop, await openPull(world, 'poor', loopNamed('poor')))
  expect(asked()).toEqual([])
  console.log(poor.checkRuns[0]?.output, summaryOf(poor), placesOf(poor))
  console.log(await type(world, 'cost', '--by', 'purpose'))
  const { metrics } = await service.line(({ msg }) => msg === 'listening')
  const figures = await (await fetch(`${metrics}/metrics`)).text()
  console.log(figures.split('\n').filter((line) => /^autogen_model/.test(line) && !line.includes('_bucket')))
})

function fourLoops(name: string): FileChanges {
  const functions = [1, 2, 3, 4].map(
    (at) => `export function ${name}${at}(items: readonly number[]): number {
  let sum = 0
${Array.from({ length: 12 }, (_, line) => `  sum += items.length * ${line} + ${at} * items.length\n`).join('')}
  for (let at = 0; at <= items.length; at += 1) sum += items[at] ?? 0
  return sum
}
`,
  )
  return { [`src/${name}.ts`]: functions.join('\n') }
}

function placesOf({ threads }: PullView): readonly string[] {
  return threads.filter(({ isResolved }) => !isResolved).map(({ path, line }) => `${path}:${line}`).sort()
}

/** What was asked since it was asked the last time. */
function requestsSince({ model }: AgentsWorld): () => readonly AskedRequest[] {
  let seen = 0
  return () => {
    const since = model.requests.slice(seen)
    seen = model.requests.length
    return since
  }
}
