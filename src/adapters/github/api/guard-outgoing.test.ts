/** What is about to be written to the host, with and without a secret in it. */
import { expect, test } from 'vitest'
import { succeed } from '../../../domain/outcome.ts'
import type { InstallationId } from '../../../domain/repository/repository.ts'
import type { ApiRequest } from './exchange.ts'
import { createGuardOutgoing } from './guard-outgoing.ts'

const secret = 'a "secret"\nof ours'
const answer = succeed({ status: 201, headers: {}, text: '{}' })

/** The guard in front of a host that takes everything. */
function guarded() {
  const sent: string[] = []
  const seen: string[] = []
  const guard = {
    lets(text: string, where: string) {
      seen.push(where)
      return !text.includes(JSON.stringify(secret).slice(1, -1))
    },
  }
  const exchange = createGuardOutgoing(
    guard,
    'main',
  )(async ({ route }) => {
    sent.push(route)
    return answer
  })
  return { exchange, sent, seen }
}

function aRequest(but: Partial<ApiRequest>): ApiRequest {
  return {
    kind: 'write',
    resource: 'core',
    installation: 1 as InstallationId,
    urgency: 'command',
    route: 'POST /repos/{owner}/{repo}/issues/{number}/comments',
    parameters: { owner: 'octo', repo: 'shop', number: 1 },
    body: { body: 'a comment' },
    headers: {},
    signal: new AbortController().signal,
    ...but,
  }
}

test('a comment goes out, after a look at it', async () => {
  const { exchange, sent, seen } = guarded()
  expect(await exchange(aRequest({}))).toEqual(answer)
  expect(sent).toHaveLength(1)
  expect(seen).toEqual(['github main'])
})

test.each([
  ['in its text', { body: { body: `look: ${secret}` } }],
  ['deep in a review', { body: { comments: [{ path: 'a.py', line: 1, body: secret }] } }],
  ['as a name', { body: { comments: [{ path: `${secret}.py`, line: 1, body: 'x' }] } }],
  [
    'in a change by GraphQL',
    { resource: 'graphql', route: 'POST /graphql', body: { variables: { body: secret } } },
  ],
  ['in the address', { parameters: { owner: 'octo', repo: 'shop', name: secret } }],
] as const)('with a secret %s it stays here, and is not tried again', async (_, but) => {
  const { exchange, sent } = guarded()
  const refused = await exchange(aRequest(but))
  expect(sent).toEqual([])
  expect(refused).toMatchObject({ ok: false, failure: { kind: 'invalid' } })
  expect(JSON.stringify(refused)).not.toContain('of ours')
})

test('what is only asked for is not looked at', async () => {
  const { exchange, sent, seen } = guarded()
  await exchange(aRequest({ kind: 'read', body: { query: secret } }))
  await exchange(aRequest({ installation: null, body: null, parameters: {} }))
  expect(sent).toHaveLength(2)
  expect(seen).toEqual(['github main'])
})
