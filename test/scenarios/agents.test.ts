/** The two agents in the whole service: real processes, a real database, and a model that follows a script. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { PullView } from '../../sim/github/pulls/pull-view.ts'
import type { FileChanges } from '../../sim/github/repositories/write-commit.ts'
import type { Deed, Rule } from '../../sim/model/scenario/scenario.ts'
import { type ScriptedModel, startScriptedModel } from '../../sim/model/scripted-model.ts'
import type { AskedRequest } from '../../sim/model/server/asked-requests.ts'
import { reviewRepository } from '../../src/app/review-repository.ts'
import {
  type ModelsConfig,
  noModels,
  type ProviderKind,
  providerKinds,
} from '../../src/config/service/models-config.ts'
import type { ModelName } from '../../src/domain/agents/model-usage.ts'
import {
  type AgentsWorld,
  carefulScenario,
  createAgentsWorld,
  modelKey,
  openFindings,
  placesOf,
  providerUrls,
  unitsIn,
} from '../world/agents-world.ts'
import {
  arguedShop,
  baseFiles,
  evalNamed,
  leftOpen,
  longLoopNamed,
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
import type { ServiceProcess } from '../world/service-process.ts'
import { saidTwice } from '../world/shop.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Of the longest argument there is, with the walkthrough after it. */
const steps = ['propose', 'challenge', 'answer', 'settle', 'walkthrough'] as const

function summaryOf(pull: PullView): string {
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
    repository.commit('change', { 'src/find.ts': wrongFind, 'read_orders.py': leftOpen }, { from: 'main' })
    const reviewed = await reviewRepository({
      folder: repository.folder,
      request: { base: 'main', head: { kind: 'ref', ref: 'change' } },
      explains: true,
      sarifFiles: [],
      agents: { models: modelsOf(kind, model.urls) },
      signal: AbortSignal.timeout(60_000),
    })
    if (!reviewed.ok) throw new Error(JSON.stringify(reviewed.failure))
    const { findings, agents } = reviewed.value
    expect(findings.map(({ source, path, line }) => `${source} ${path}:${line}`).sort()).toEqual([
      'agent read_orders.py:2',
      'analyser src/find.ts:4',
    ])
    const longest = findings.find(({ path }) => path === 'read_orders.py')
    expect(longest?.voices?.map(({ speaker, stance }) => `${speaker} ${stance}`)).toEqual([
      'coder proposes',
      'reviewer refutes',
      'coder insists',
      'reviewer confirms',
    ])
    expect(agents).toMatchObject({ stopped: null, models: ['one/scripted'], usage: { calls: 5 } })
    expect(agents?.walkthrough?.summary).toContain('src/find.ts')
    expect(agents?.refuted.map(({ path, line }) => `${path}:${line}`)).toEqual(['src/find.ts:8'])
    expect(model.requests.map(({ purpose }) => purpose).sort()).toEqual([...steps].sort())
    expect(new Set(model.requests.map(({ wire }) => wire)).size).toBe(1)
    expect(model.requests.every(({ deed }) => deed === 'review')).toBe(true)
  })
})

function modelsOf(kind: ProviderKind, urls: ScriptedModel['urls']): ModelsConfig {
  const url = providerUrls(urls)[kind]
  const chain = ['one/scripted' as ModelName]
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
    },
  })
  const { github } = world
  await openArguedShop(world)
  const service = await world.serve()
  const number = await openPull(world, 'orders', wrongOrders)
  const asked = requestsSince(world)
  const push = async (files: FileChanges) => {
    await github.pushCommit(arguedShop, 'orders', files, { by: 'alice' })
    return world.reviewed(arguedShop, number)
  }
  const switched = (name: string) =>
    eventually(`the switches to be ${name}`, () => String(lastSwitched(service)) === name)

  const first = await world.reviewed(arguedShop, number)
  expect(first.reviews).toHaveLength(1)
  expect(placesOf(first)).toEqual(['src/find.ts:4', 'src/place.ts:4', 'src/total.ts:6'])
  const argued = commentOn(first, 'src/total.ts')
  expect(argued).toMatch(/coder\*\* proposes: [\s\S]*reviewer\*\* confirms: [\s\S]*outcome: upheld/)
  expect(argued).toContain('```suggestion\n  for (let at = 0; at < lines.length')
  expect(commentOn(first, 'src/find.ts')).toContain('ast-grep/')
  expect(summaryOf(first)).toContain('What the change does')
  expect(summaryOf(first)).toMatch(
    /Considered and refuted \(1\)[\s\S]*src\/find\.ts:8[\s\S]*coder\*\* withdraws/,
  )
  const wires = asked().map(({ wire, purpose }) => `${wire} ${purpose}`)
  expect(wires.sort()).toEqual([
    'anthropic answer',
    'anthropic propose',
    'google walkthrough',
    'openai-responses challenge',
  ])

  const mended = await push({ 'src/total.ts': rightTotal })
  const kept = openFindings(first).filter((finding) => !finding.startsWith('src/total.ts'))
  expect(openFindings(mended)).toEqual(kept)
  expect(mended.threads.filter(({ isResolved }) => isResolved).map(({ path }) => path)).toEqual([
    'src/total.ts',
  ])
  expect(unitsArguedIn(asked())).toEqual(['src/total.ts'])
  expect(summaryOf(mended)).toContain('Considered and refuted (1)')

  const unchanged = await push({})
  expect(asked()).toEqual([])
  expect(openFindings(unchanged)).toEqual(kept)

  await type(world, 'mitigate', 'analysers-only', 'on', '--reason', 'The bill.')
  await switched('analysers-only')
  const silent = await push({ 'src/total.ts': rightTotal.replace('at = 0', 'at = 1') })
  expect(asked()).toEqual([])
  expect(silent.checkRuns[0]?.output.title).toContain('Analysers only: ')
  expect(summaryOf(silent)).toContain('switched to analysers only')
  expect(openFindings(silent)).toEqual(kept)

  await type(world, 'mitigate', 'analysers-only', 'off', '--reason', 'It is paid.')
  await switched('')
  const again = await push({ 'src/total.ts': rightTotal.replace('at = 0', 'at = 2') })
  expect(unitsArguedIn(asked())).toEqual(['src/total.ts'])
  expect(openFindings(again)).toEqual(kept)
  expect(again.threads).toHaveLength(3)
  expect(again.reviews).toHaveLength(1)
  expect(saidTwice(again)).toEqual([])
})

test('a process that is killed at any step of the argument leaves it to the next, and nothing is paid for twice', async () => {
  const world = await createAgentsWorld({
    scenario: carefulScenario,
    models: {
      roles: { coder: 'bedrock/scripted', reviewer: 'openai-chat/scripted', guide: 'anthropic/scripted' },
    },
    env: { AUTOGEN_WORKER_LEASE_MS: '1500', AUTOGEN_WORKER_ATTEMPTS_MAX: '20' },
  })
  const { model } = world
  await openArguedShop(world)
  await world.serve({ role: 'web' })
  await world.serve({ role: 'leader' })
  let worker = await world.serve({ role: 'worker' })
  let number = 0
  for (const [at, step] of steps.entries()) {
    // The walkthrough is asked for beside the argument; it is answered last.
    model.hold(({ purpose }) => purpose === step || purpose === 'walkthrough')
    if (at === 0) number = await openPull(world, 'read', { 'read_orders.py': leftOpen })
    else worker = await world.serve({ role: 'worker' })
    const isHeld = ({ state }: AskedRequest) => state() === 'held'
    await model.waitFor((request) => request.purpose === step && isHeld(request), 30_000)
    await model.waitFor((request) => request.purpose === 'walkthrough' && isHeld(request))
    await eventually('what was answered to be written down', async () => {
      const settled = (await world.calls()).filter(({ outcome }) => outcome === 'answered')
      return settled.length === at
    })
    worker.signal('SIGKILL')
    await worker.ended()
    model.release()
  }
  await world.serve({ role: 'worker' })
  const pull = await world.reviewed(arguedShop, number)
  expect(pull.reviews).toHaveLength(1)
  expect(saidTwice(pull)).toEqual([])
  expect(placesOf(pull)).toEqual(['read_orders.py:2'])
  const answered = model.requests.filter(({ state }) => state() === 'answered')
  expect(answered.map(({ purpose }) => purpose)).toEqual(steps)
  const paid = (await world.calls()).filter(({ outcome }) => outcome !== null)
  expect(paid.map(({ purpose, outcome }) => `${purpose} ${outcome}`)).toEqual(
    steps.map((step) => `${step} answered`),
  )
})

describe('whatever a model does, the review is published', () => {
  const chain = ['google/first', 'openai-compatible/second']
  const argument = ['propose', 'challenge'] as const
  /** Each of them in one part of one change, by the name of its loop. */
  const mended: Readonly<Record<string, readonly [Rule['when'], Deed]>> = {
    halved: [{ purpose: 'propose', attempt: 1 }, { do: 'malformed' }],
    shapeless: [{ purpose: 'challenge', attempt: 1 }, { do: 'wrong-shape' }],
    emptied: [{ purpose: 'propose', attempt: 1 }, { do: 'empty' }],
    limited: [
      { purpose: 'propose', attempt: 1 },
      { do: 'rate-limit', retryAfterS: 1 },
    ],
    overloaded: [{ purpose: 'challenge', attempt: 1 }, { do: 'overloaded' }],
    stalled: [{ purpose: 'challenge', attempt: 1 }, { do: 'stall' }],
    stranger: [{ purpose: 'propose' }, { do: 'unknown-tool' }],
    hostile: [{ purpose: 'challenge' }, { do: 'hostile-tools' }],
    refused: [{ purpose: [...argument], model: '^first$' }, { do: 'refuse' }],
    overlong: [{ purpose: [...argument], model: '^first$' }, { do: 'too-long' }],
    unending: [
      { purpose: 'propose', model: '^first$' },
      { do: 'many', count: 300 },
    ],
  }
  const mute: readonly Rule[] = [
    { when: { purpose: 'challenge', contains: 'let halfMuteSum' }, answer: { do: 'refuse' } },
    { when: { contains: 'let wholeMuteSum' }, answer: { do: 'refuse' } },
  ]

  async function openTroubledWorld(rules: readonly Rule[]): Promise<AgentsWorld> {
    const world = await createAgentsWorld({
      scenario: { ...carefulScenario, rules: [...rules] },
      models: {
        roles: { coder: chain, reviewer: chain },
        turnTime: '5s',
        attemptsMax: 2,
        // What is called with parameters made to hurt writes more than any provider lets a model write.
        budget: { review: { tokens: 20_000_000 } },
      },
    })
    // One of them is kept for a look at the whole.
    const partsMax = Object.keys(mended).length + 1
    await openArguedShop(world, {
      '.autogen-bot.yaml': `agents:\n  contextTokensMax: 2000\n  partsMax: ${partsMax}\n  findingsMax: 20\n`,
    })
    await world.serve()
    return world
  }

  test('what is mended in time is not told; what is not is told on top', async () => {
    const rules = Object.entries(mended).map(([name, [when, answer]]): Rule => {
      return { when: { ...when, contains: `let ${name}Sum` }, answer }
    })
    const world = await openTroubledWorld([...rules, ...mute])
    const { model } = world
    const names = Object.keys(mended)
    const troubled = await openPull(world, 'troubled', together(names.map(longLoopNamed)))
    const whole = await world.reviewed(arguedShop, troubled)
    expect(placesOf(whole)).toEqual(names.map((name) => `src/${name}.ts:3`).sort())
    expect(summaryOf(whole)).toContain('11 of 11 changed files in full')
    expect(summaryOf(whole)).not.toMatch(/Analysers only|only a part|only one of the two/)
    const done = new Set(model.requests.map(({ deed }) => deed))
    expect([...done].sort()).toEqual([...new Set(['review', ...rules.map(({ answer }) => answer.do)])].sort())
    expect(saidTwice(whole)).toEqual([])

    const half = await world.reviewed(
      arguedShop,
      await openPull(world, 'half', together([loopNamed('halfMute')])),
    )
    expect(summaryOf(half)).toContain('only one of the two agents answered')
    expect(placesOf(half)).toEqual(['src/halfMute.ts:3'])
    expect(commentOn(half, 'src/halfMute.ts')).toContain('57 % sure')

    const silent = await world.reviewed(
      arguedShop,
      await openPull(world, 'silent', together([loopNamed('wholeMute'), evalNamed('whole')])),
    )
    expect(placesOf(silent)).toEqual(['src/whole-run.ts:2'])
    expect(summaryOf(silent)).toContain('Analysers only: No model answered.')
    expect(silent.checkRuns[0]?.output.title).toContain('Analysers only: No model answered.')
  })

  test('a provider that is down is left alone, the next of the chain answers; with all of them down analysers are', async () => {
    const world = await openTroubledWorld([{ when: { model: '^first$' }, answer: { do: 'overloaded' } }])
    const { model } = world
    const asked = requestsSince(world)
    const firstsOf = () => asked().filter((request) => request.model === 'first')
    const one = await world.reviewed(arguedShop, await openPull(world, 'one', loopNamed('one')))
    expect(placesOf(one)).toEqual(['src/one.ts:3'])
    expect(firstsOf()).toHaveLength(5)
    const two = await world.reviewed(arguedShop, await openPull(world, 'two', loopNamed('two')))
    expect(placesOf(two)).toEqual(['src/two.ts:3'])
    expect(summaryOf(two)).toContain('Agents: openai-compatible/second; 3 calls')
    expect(firstsOf()).toEqual([])
    expect(await type(world, 'circuit', 'list')).toMatch(/model\/google.*open/)

    await model.setScenario({ rules: [{ answer: { do: 'unavailable' } }] })
    const down = await world.reviewed(arguedShop, await openPull(world, 'down', loopNamed('down')))
    const [run] = down.checkRuns
    expect(run?.conclusion).toBe('neutral')
    expect(run?.output.title).toContain('Analysers only: No model answered.')
    expect(summaryOf(down)).toContain('Analysers only: No model answered.')
  })
})

test('parts of a large change are argued about side by side; a budget leaves it to analysers; both are counted', async () => {
  const name = 'openai-compatible/scripted'
  const world = await createAgentsWorld({
    scenario: carefulScenario,
    models: {
      // Whoever argues must not take the places of who tells the change.
      roles: { coder: name, guide: 'google/scripted' },
      prices: [{ model: name, input: 1, output: 10 }],
    },
  })
  const { github, model } = world
  const config = (text: string) => ({ '.autogen-bot.yaml': `agents:\n${text}` })
  await openArguedShop(world, config('  contextTokensMax: 2000\n'))
  const service = await world.serve()
  model.hold(({ purpose }) => purpose === 'propose')
  const names = ['first', 'second', 'third', 'fourth']
  const large = await openPull(world, 'large', together(names.map(longLoopNamed)))
  const held = () => model.requests.filter(({ state }) => state() === 'held')
  // And the walkthrough is answered while these stand still.
  await eventually('three parts to be asked about at once', () => held().length >= 3)
  await model.waitFor(({ purpose, state }) => purpose === 'walkthrough' && state() === 'answered')
  model.release()
  const pull = await world.reviewed(arguedShop, large)
  expect(placesOf(pull)).toEqual(names.map((one) => `src/${one}.ts:3`).sort())

  await github.pushCommit(arguedShop, 'main', config('  budget:\n    tokensPerReviewMax: 100\n'))
  const asked = requestsSince(world)
  asked()
  const poorFiles = together([loopNamed('poor'), evalNamed('poor')])
  const poor = await world.reviewed(arguedShop, await openPull(world, 'poor', poorFiles))
  expect(asked()).toEqual([])
  expect(placesOf(poor)).toEqual(['src/poor-run.ts:2'])
  const stop = 'Analysers only: The budget of the agents for one review or answer is used up: 0 of 100 tokens'
  expect(poor.checkRuns[0]?.output.title).toContain(stop)
  expect(summaryOf(poor)).toContain(stop)

  const argued = model.requests.filter(({ purpose }) => purpose !== 'walkthrough')
  const { input, output } = usageOf(argued)
  const cost = JSON.parse(await type(world, 'cost', '--by', 'model', '--format', 'json'))
  expect(cost.rows[0]).toMatchObject({
    key: name,
    calls: argued.length,
    tokens: { input, output },
    dollars: (input + 10 * output) / 1_000_000,
  })
  expect(cost.day.tokens).toBe(totalOf(usageOf(model.requests)))
  const { metrics } = await service.line(({ msg }) => msg === 'listening')
  const figures = await (await fetch(`${metrics}/metrics`)).text()
  const calls = 'autogen_model_calls_total{provider="openai-compatible",outcome="answered"}'
  expect(figures).toContain(`${calls} ${argued.length}\n`)
  const all = usageOf(model.requests)
  expect(figures).toContain(`autogen_model_tokens_total{direction="input"} ${all.input}\n`)
  expect(figures).toContain(`autogen_model_tokens_total{direction="output"} ${all.output}\n`)
})

function together(files: readonly FileChanges[]): FileChanges {
  return Object.assign({}, ...files)
}

function totalOf({ input, output }: ReturnType<typeof usageOf>): number {
  return input + output
}

function usageOf(requests: readonly AskedRequest[]) {
  return requests.reduce(
    (all, { usage }) => ({
      input: all.input + (usage?.input ?? 0),
      output: all.output + (usage?.output ?? 0),
    }),
    { input: 0, output: 0 },
  )
}

function commentOn({ threads }: PullView, path: string): string {
  return threads.find((thread) => thread.path === path)?.comments[0]?.body ?? ''
}

function lastSwitched({ lines }: ServiceProcess): unknown {
  return lines.findLast(({ msg }) => msg === 'switches obeyed')?.switched
}

/** Paths that anybody argued about. */
function unitsArguedIn(requests: readonly AskedRequest[]): readonly string[] {
  return [...new Set(requests.filter(({ purpose }) => purpose !== 'walkthrough').flatMap(unitsIn))].sort()
}

/** What was asked since it was called the last time. */
function requestsSince({ model }: AgentsWorld): () => readonly AskedRequest[] {
  let seen = 0
  return () => {
    const since = model.requests.slice(seen)
    seen = model.requests.length
    return since
  }
}
