/** The simulated GitHub answers, asks and sends as GitHub's own description says: else our stories would prove nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SimulatedGitHub, startSimulatedGitHub } from '../../../sim/github/simulated-github.ts'
import { type Exchange, type GitHubDescription, openDescription } from './github-description.ts'
import { sentWebhooks, servedOperations } from './operations.ts'
import { createRecordedClient } from './recorded-client.ts'
import { tellStory } from './story.ts'
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts'

const fetchMsMax = 300_000

describe('the simulated GitHub is as GitHub describes itself', () => {
  let description: GitHubDescription
  let github: SimulatedGitHub
  let receiver: WebhookReceiver
  let exchanges: readonly Exchange[] = []

  beforeAll(async () => {
    description = await openDescription()
    receiver = await startWebhookReceiver()
    github = await startSimulatedGitHub({ rateLimits: 'unlimited' })
    const client = createRecordedClient(github.apiUrl)
    exchanges = client.exchanges
    await tellStory({ github, client, webhookUrl: receiver.url })
  }, fetchMsMax)

  afterAll(async () => {
    await github?.close()
    await receiver?.close()
  })

  test.each(servedOperations)('%s', (name) => {
    const asked = exchanges.filter(({ method, path }) => description.operationOf(method, path) === name)
    expect(
      asked.filter(({ status }) => status < 400),
      'the story never gets a good answer of it',
    ).not.toEqual([])
    expect(asked.flatMap(description.deviationsOf)).toEqual([])
  })

  test('nothing else is asked for', () => {
    const unknown = exchanges.filter(({ method, path }) => description.operationOf(method, path) === null)
    expect(unknown).toEqual([])
  })

  test('it refuses in the forms GitHub has', () => {
    const statuses = new Set(exchanges.map(({ status }) => status).filter((status) => status >= 400))
    expect([...statuses].sort()).toEqual([401, 403, 404, 422, 429, 502])
  })

  test.each(sentWebhooks)('the webhook %s', (name) => {
    const sent = receiver.received.filter(
      ({ event, payload }) => description.webhookName(event, payload) === name,
    )
    expect(sent, 'the story never makes it send one').not.toEqual([])
    expect(sent.flatMap(({ event, payload }) => description.webhookDeviations(event, payload))).toEqual([])
  })

  test('no other webhook is sent', () => {
    const names = new Set(
      receiver.received.map(({ event, payload }) => description.webhookName(event, payload)),
    )
    expect([...names].filter((name) => !sentWebhooks.includes(name))).toEqual([])
  })
})

test(
  'the judge sees what is wrong',
  async () => {
    const description = await openDescription()
    const path = '/repos/a/b/issues/comments/1/reactions'
    const good = { method: 'GET', path, status: 200, isJson: true, answer: [] }
    const deviations = (change: Partial<Exchange>) =>
      description.deviationsOf({ ...good, ...change }).join('\n')
    const user = { login: 'octocat' }
    expect(deviations({})).toBe('')
    expect(deviations({ path: '/nothing' })).toBe('GET /nothing is no operation of GitHub')
    expect(deviations({ answer: [{ id: 'one' }] })).toContain('/0/id must be integer')
    expect(deviations({ answer: [{ user }] })).toContain("/0/user must have required property 'avatar_url'")
    expect(deviations({ answer: undefined })).toContain('the body must be array')
    expect(deviations({ status: 404, answer: { message: 3 } })).toContain('/message must be string')
    expect(deviations({ status: 201 })).toContain('never answers 201')
    const asked = { method: 'POST', status: 201, answer: undefined, request: { content: 'thumbs up' } }
    expect(deviations(asked)).toContain('request: /content must be equal to one of the allowed values')
    expect(
      description.deviationsOf({
        ...good,
        method: 'DELETE',
        path: '/repos/a/b/issues/comments/1',
        status: 204,
      }),
    ).not.toEqual([])
    expect(description.webhookDeviations('push', { ref: 'main' })).not.toEqual([])
  },
  fetchMsMax,
)
