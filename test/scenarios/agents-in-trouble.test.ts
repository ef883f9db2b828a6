/** The agents in the whole service when models fail, money is short, or the change is large. */
import { describe, expect, test, vi } from 'vitest'
import type { FileChanges } from '../../sim/github/repositories/write-commit.ts'
import type { ScenarioText } from '../../sim/model/scenario/scenario.ts'
import type { AskedRequest } from '../../sim/model/server/asked-requests.ts'
import {
  type AgentsWorld,
  carefulScenario,
  commentOn,
  createAgentsWorld,
  placesOf,
  requestsSince,
  summaryOf,
  type,
} from '../world/agents-world.ts'
import {
  arguedShop,
  evalNamed,
  longLoopNamed,
  loopNamed,
  openArguedShop,
  openPull,
} from '../world/argued-shop.ts'
import { eventually } from '../world/eventually.ts'
import { saidTwice } from '../world/shop.ts'

vi.setConfig({ testTimeout: 120_000 })

type RuleText = NonNullable<ScenarioText['rules']>[number]

describe('whatever a model does, the review is published', () => {
  const chain = ['google/first', 'openai-compatible/second']
  const argument = ['propose', 'challenge'] as const
  /** Each of them in one part of one change, by the name of its loop. */
  const mended: Readonly<Record<string, readonly [RuleText['when'], RuleText['answer']]>> = {
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
  const mute: readonly RuleText[] = [
    { when: { purpose: 'challenge', contains: 'let halfMuteSum' }, answer: { do: 'refuse' } },
    { when: { contains: 'let wholeMuteSum' }, answer: { do: 'refuse' } },
  ]

  async function openTroubledWorld(rules: readonly RuleText[]): Promise<AgentsWorld> {
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
    const rules = Object.entries(mended).map(([name, [when, answer]]): RuleText => {
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
