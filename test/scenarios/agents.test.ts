/** The two agents in the whole service: real processes, a real database, and a model that follows a script. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { FileChanges } from '../../sim/github/repositories/write-commit.ts'
import { type ScriptedModel, startScriptedModel } from '../../sim/model/scripted-model.ts'
import type { AskedRequest } from '../../sim/model/server/asked-requests.ts'
import { reviewRepository } from '../../src/app/review-repository.ts'
import {
  type ModelsConfig,
  noModels,
  type ProviderKind,
  providerKinds,
} from '../../src/config/service/models-config.ts'
import { dollars } from '../../src/domain/agents/dollars.ts'
import type { ModelName } from '../../src/domain/agents/model-usage.ts'
import {
  carefulScenario,
  commentOn,
  createAgentsWorld,
  modelKey,
  openFindings,
  pathsArguedIn,
  placesOf,
  providerUrls,
  requestsSince,
  summaryOf,
  type,
} from '../world/agents-world.ts'
import {
  arguedShop,
  baseFiles,
  leftOpen,
  openArguedShop,
  openPull,
  rightTotal,
  wrongFind,
  wrongOrders,
} from '../world/argued-shop.ts'
import { eventually } from '../world/eventually.ts'
import { createRepository } from '../world/repository.ts'
import type { ServiceProcess } from '../world/service-process.ts'
import { saidTwice } from '../world/shop.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Of the longest argument there is, with the walkthrough after it. */
const steps = ['propose', 'challenge', 'answer', 'settle', 'walkthrough'] as const

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
  expect(pathsArguedIn(asked())).toEqual(['src/total.ts'])
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
  expect(pathsArguedIn(asked())).toEqual(['src/total.ts'])
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
      prices: ['bedrock', 'openai-chat', 'anthropic'].map((provider) => {
        return { model: `${provider}/scripted`, input: 1, output: 10 }
      }),
    },
    env: { AUTOGEN_WORKER_LEASE_MS: '2000', AUTOGEN_WORKER_ATTEMPTS_MAX: '20' },
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
  const paid = (await world.calls()).map(({ purpose, outcome }) => `${purpose} ${outcome}`)
  const answers = steps.map((step) => `${step} answered`)
  expect(paid.filter((call) => call.endsWith('answered'))).toEqual(answers)
  // What was under way when they died: the step, and beside it the walkthrough.
  const lost = [...steps, ...steps.slice(0, -1).map(() => 'walkthrough')].map((step) => `${step} lost`)
  expect(paid.filter((call) => !call.endsWith('answered')).sort()).toEqual(lost.sort())

  const words = ['--by', 'pull-request', '--since', '1h']
  const cost = JSON.parse(await type(world, 'cost', ...words, '--format', 'json'))
  const { input, output } = cost.total.tokens
  expect(cost).toMatchObject({
    total: { calls: paid.length, estimated: lost.length, lost: lost.length, unpriced: 0 },
    underWay: { calls: 0 },
    rows: [{ key: `octo/shop#${number}`, calls: paid.length, dollars: (input + 10 * output) / 1_000_000 }],
  })
  for (const provider of ['anthropic', 'bedrock', 'openai-chat'])
    expect(summaryOf(pull)).toMatch(new RegExp(`^Agents: .*\\b${provider}/scripted`, 'm'))
  const published =
    /; (\d+) calls \((\d+) of them estimated\).*; ([\d,]+) tokens read.*, ([\d,]+) written; &#36;(.*)$/m
  const [, ...told] = published.exec(summaryOf(pull)) ?? []
  expect(told).toEqual([
    ...[String(paid.length), String(lost.length)],
    ...[input.toLocaleString('en-US'), output.toLocaleString('en-US')],
    dollars(cost.total.dollars * 1_000_000).slice(1),
  ])
  expect(await type(world, 'cost', ...words)).toContain(`${lost.length} of them died with their process`)
})

function lastSwitched({ lines }: ServiceProcess): unknown {
  return lines.findLast(({ msg }) => msg === 'switches obeyed')?.switched
}
