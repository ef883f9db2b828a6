import { expect, test } from 'vitest'
import { fail } from '../../domain/outcome.ts'
import { createOwnSecrets } from '../../ops/security/own-secrets.ts'
import { forever } from './fixtures/calls-world.ts'
import { scriptedClient } from './fixtures/scripted-client.ts'
import { hidingClient } from './hiding-client.ts'

const key = 'zq-4f1c9a7b2e6d8053'
const { hide } = createOwnSecrets([{ name: 'the key', text: key }])
const base64 = Buffer.from(`Bearer ${key}`).toString('base64')
const request = {
  system: `Task: ask ${key}`,
  messages: [
    { from: 'us', text: `The configuration says ${key}.`, isStable: true },
    { from: 'model', text: key, toolCalls: [{ id: '1', name: 'search_text', parameters: { text: key } }] },
    { from: 'tools', results: [{ id: '1', name: 'search_text', text: `R1: ${base64}` }] },
  ],
  tools: [],
  answer: { name: 'answer', schema: { type: 'object' } },
  temperature: null,
  outputTokensMax: 100,
  timeMs: 1_000,
} as const

test('a key of ours goes to no model, whoever put it into the conversation', async () => {
  const client = scriptedClient('big/thinker', { value: { sum: 4 } })
  const hiding = hidingClient(client, hide)
  await hiding.complete(request, forever)
  await hiding.complete({ ...request, messages: [...request.messages] }, forever)
  const asked = JSON.stringify(client.asked)
  expect(asked).not.toContain(key)
  expect(asked).not.toContain(Buffer.from(key).toString('base64').slice(4, 20))
  expect(client.asked[0]).toEqual(client.asked[1])
  expect(client.asked[0]?.messages[0]).toEqual({
    ...{ from: 'us', isStable: true },
    text: `The configuration says ${'*'.repeat(key.length)}.`,
  })
})

test('a server that says the key that it was shown is not repeated', async () => {
  const stars = '*'.repeat(key.length)
  const client = scriptedClient(
    'big/thinker',
    { value: { sum: key, [key]: [key] } },
    { tools: [{ id: '1', name: 'search_text', parameters: { text: key } }] },
    { fails: 'malformed', text: `Key: ${key}` },
  )
  const hiding = hidingClient(client, hide)
  const answered = await hiding.complete(request, forever)
  expect(answered.ok && answered.value).toMatchObject({ value: { sum: stars, [stars]: [stars] } })
  const called = await hiding.complete(request, forever)
  expect(called.ok && called.value.toolCalls).toEqual([
    { id: '1', name: 'search_text', parameters: { text: stars } },
  ])
  const failed = await hiding.complete(request, forever)
  expect(failed).toEqual(fail(expect.objectContaining({ kind: 'malformed', text: `Key: ${stars}` })))
})

test('what holds nothing of ours comes as it is', async () => {
  const client = scriptedClient('big/thinker', { value: { sum: 4 } })
  const plain = await client.complete(request, forever)
  expect(await hidingClient(client, hide).complete(request, forever)).toEqual(plain)
})
