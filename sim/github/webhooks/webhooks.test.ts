/** What is sent, how it is signed, what the list of deliveries keeps, and how a delivery is had again. */
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Answer, type Ask, appJwt, client } from '../testing/app-client.ts'
import { type Story, secret, startStory } from '../testing/story.ts'

let story: Story
let asApp: Ask
let later = 0
beforeEach(async () => {
  later = 0
  story = await startStory({ clock: () => Date.now() + later, webhookTimeoutMs: 300 })
  asApp = client(story.github.apiUrl, appJwt(story.app))
  await story.github.settled()
  story.receiver.received.length = 0
})
afterEach(() => story.close())

const names = () => story.receiver.received.map(({ name }) => name)
const signed = (key: string, text: string) => `sha256=${createHmac('sha256', key).update(text).digest('hex')}`

test('everything a person does is told to the App, signed with its present secret', async () => {
  const { github, receiver, repository, pull, app } = story
  const ada = github.person('ada')
  const comment = await ada.comment(repository, pull, '/autogen help')
  await ada.editComment(comment, '/autogen status')
  await ada.review(repository, pull, {
    state: 'COMMENTED',
    comments: [{ path: 'src/a.ts', line: 10, body: 'mine' }],
  })
  const [mine] = github.pull(repository, pull).reviewComments
  await ada.resolveThread(Number(mine?.id))
  await ada.convertToDraft(repository, pull)
  await ada.readyForReview(repository, pull)
  await ada.label(repository, pull, 'urgent')
  await github.pushCommit(repository, 'next', {})
  await ada.retarget(repository, pull, 'next')
  await ada.close(repository, pull)
  await ada.reopen(repository, pull)
  await github.settled()
  expect(names().toSorted()).toEqual(
    [
      'issue_comment.created',
      'issue_comment.edited',
      'pull_request_review.submitted',
      'pull_request_review_comment.created',
      'pull_request_review_thread.resolved',
      'pull_request.converted_to_draft',
      'pull_request.ready_for_review',
      'pull_request.labeled',
      'push',
      'pull_request.edited',
      'pull_request.closed',
      'pull_request.reopened',
    ].toSorted(),
  )
  for (const { headers, text } of receiver.received) {
    expect(headers['x-hub-signature-256']).toBe(signed(secret, text))
    expect(headers['x-github-hook-installation-target-id']).toBe(String(app.appId))
    expect(headers['user-agent']).toMatch(/^GitHub-Hookshot\//)
  }
  await asApp('PATCH', '/app/hook/config', { secret: 'another' })
  await ada.unlabel(repository, pull, 'urgent')
  await github.settled()
  const last = receiver.received.at(-1)
  expect(last?.headers['x-hub-signature-256']).toBe(signed('another', last?.text ?? ''))
})

test('a failed delivery stays in the list under an id beyond 2^53, and comes again under its GUID', async () => {
  const { github, receiver, repository, pull, installation } = story
  receiver.answerWith(503)
  await github.person('ada').comment(repository, pull, 'lost')
  await github.settled()
  const failed = await asApp('GET', '/app/hook/deliveries?per_page=1&status=failure')
  const id = /"id":(\d{19}),/.exec(failed.text)?.[1]
  expect(BigInt(id ?? 0) > 2n ** 53n).toBe(true)
  expect(failed.json).toMatchObject([
    {
      status_code: 503,
      event: 'issue_comment',
      action: 'created',
      installation_id: installation,
      redelivery: false,
    },
  ])
  expect((await asApp('GET', `/app/hook/deliveries/${id}`)).json).toMatchObject({
    request: { payload: { comment: { body: 'lost' } } },
  })
  receiver.answerWith(202)
  expect((await asApp('POST', `/app/hook/deliveries/${id}/attempts`)).status).toBe(202)
  await github.settled()
  const guids = receiver.received.map(({ headers }) => headers['x-github-delivery'])
  expect(guids).toHaveLength(2)
  expect(guids[0]).toBe(guids[1])
  expect((await asApp('GET', '/app/hook/deliveries?per_page=1')).json).toMatchObject([
    { redelivery: true, status: 'OK' },
  ])
})

test('the list goes on by its cursor, and forgets after three days', async () => {
  const { github, repository, pull } = story
  for (let count = 0; count < 5; count++) await github.person('ada').comment(repository, pull, `${count}`)
  await github.settled()
  const seen: string[] = []
  let path: string | undefined = '/app/hook/deliveries?per_page=2'
  while (path !== undefined) {
    const page: Answer<readonly { readonly guid: string }[]> = await asApp<
      readonly { readonly guid: string }[]
    >('GET', path)
    seen.push(...page.json.map(({ guid }) => guid))
    path = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1]?.slice(github.apiUrl.length)
  }
  expect(new Set(seen).size).toBe(github.deliveries(story.app.appId).length)
  later = 3 * 24 * 3_600_000 + 60_000
  const fresh = client(
    github.apiUrl,
    appJwt(story.app, {
      iat: Math.floor((Date.now() + later) / 1000),
      exp: Math.floor((Date.now() + later) / 1000) + 60,
    }),
  )
  expect((await fresh('GET', '/app/hook/deliveries')).json).toEqual([])
})

test('deliveries are dropped, doubled, overtaken, wrongly signed and left unanswered on demand', async () => {
  const { github, receiver, repository, pull } = story
  const ada = github.person('ada')
  github.faults.set({ kind: 'drop-delivery', times: 1 })
  await ada.comment(repository, pull, 'dropped')
  await github.settled()
  expect(receiver.received).toEqual([])
  expect((await asApp('GET', '/app/hook/deliveries?per_page=1')).json).toMatchObject([
    { status: 'failed to connect to host' },
  ])

  github.faults.set({ kind: 'duplicate-delivery', times: 1 })
  await ada.comment(repository, pull, 'twice')
  await github.settled()
  expect(new Set(receiver.received.map(({ headers }) => headers['x-github-delivery'])).size).toBe(1)
  expect(receiver.received.splice(0)).toHaveLength(2)

  github.faults.set({ kind: 'reorder-deliveries', times: 1, event: 'issue_comment' })
  await ada.comment(repository, pull, 'first')
  await ada.label(repository, pull, 'second')
  await github.settled()
  expect(
    github
      .deliveries(story.app.appId)
      .slice(-2)
      .map(({ event }) => event),
  ).toEqual(['pull_request', 'issue_comment'])
  receiver.received.length = 0

  github.faults.set({ kind: 'corrupt-signature', times: 1 })
  await ada.comment(repository, pull, 'forged')
  await github.settled()
  expect(receiver.received[0]?.headers['x-hub-signature-256']).not.toBe(
    signed(secret, receiver.received[0]?.text ?? ''),
  )

  receiver.answerWith('silent')
  await ada.comment(repository, pull, 'unanswered')
  await github.settled()
  expect(github.deliveries(story.app.appId).at(-1)).toMatchObject({ status: 'timed out', statusCode: 504 })
})
