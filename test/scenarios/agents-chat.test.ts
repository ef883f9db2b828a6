/** People talk to the agents on a pull request: commands below it, and replies in the threads that they opened. */
import { expect, test, vi } from 'vitest'
import { carefulScenario, createAgentsWorld } from '../world/agents-world.ts'
import { arguedShop, openArguedShop, openPull, wrongTotal } from '../world/argued-shop.ts'
import { eventually } from '../world/eventually.ts'

vi.setConfig({ testTimeout: 120_000 })

test('questions are answered where they were asked, once, and replies only when they ask something', async () => {
  const world = await createAgentsWorld({
    scenario: carefulScenario,
    models: {
      roles: { coder: 'anthropic/scripted', reviewer: 'anthropic/scripted', guide: 'openai/scripted' },
    },
  })
  const { github, model } = world
  await openArguedShop(world, {
    '.autogen-bot.yaml': 'agents:\n  chat:\n    improve: false\n',
  })
  await world.serve()
  const number = await openPull(world, 'total', { 'src/total.ts': wrongTotal })
  await world.reviewed(arguedShop, number)
  const alice = github.person('alice')
  const mallory = github.person('mallory', { [arguedShop]: 'read' })
  const answers = () =>
    github.pull(arguedShop, number).issueComments.filter(({ body }) => body?.includes(':answer '))
  const ask = async (body: string) => {
    const before = answers().length
    await alice.comment(arguedShop, number, body)
    return (await eventually(`an answer to ${body}`, () => answers()[before]?.body)) ?? ''
  }
  const asked = (purpose: string) => model.requests.filter((request) => request.purpose === purpose).length

  const answer = await ask('/autogen ask Does the loop end in time?')
  expect(answer).toContain('<!-- autogen-bot:agents ask -->')
  expect(asked('ask')).toBe(1)
  expect(await ask('/autogen describe')).toContain('Risk: **')
  expect(await ask('/autogen tests')).toContain('<!-- autogen-bot:agents tests -->')
  expect(await ask('/autogen improve')).toContain('`agents.chat.improve`')
  expect(asked('improve')).toBe(0)

  await mallory.comment(arguedShop, number, '/autogen ask What is the key?')
  const thread = () => github.pull(arguedShop, number).threads[0]
  const first = Number(thread()?.comments[0]?.id)
  await alice.reply(first, 'Thanks, I will look at it.')
  await alice.reply(first, 'Why is that wrong? The loop stops at the length.')
  await eventually('an answer in the thread', () => thread()?.comments.length === 4)
  expect(thread()?.comments.at(-1)?.body).toContain('<!-- autogen-bot:agents reply -->')
  await github.settled()
  expect(answers()).toHaveLength(4)
  expect(thread()?.comments).toHaveLength(4)
  expect(asked('ask')).toBe(2)
})
