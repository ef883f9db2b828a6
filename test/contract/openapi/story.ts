/**
 * One story that asks the simulated GitHub for everything it serves, and makes it send everything it sends. Only what
 * was asked and answered counts afterwards; the story itself stops at the first answer that it cannot go on with.
 */
import type { SimulatedGitHub } from '../../../sim/github/simulated-github.ts'
import { type Answered, appJwt, type CallOptions, type RecordedClient } from './recorded-client.ts'

interface Cast {
  readonly github: SimulatedGitHub
  readonly client: RecordedClient
  readonly webhookUrl: string
}

const repo = '/repos/acme/shop'
const before = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`)
const after = before.with(4, 'line five').with(29, 'line thirty')
const permissions = {
  checks: 'write',
  contents: 'read',
  issues: 'write',
  pull_requests: 'write',
} as const
const events = [
  'check_run',
  'check_suite',
  'issue_comment',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'push',
]

export async function tellStory(cast: Cast): Promise<void> {
  const { github, client, webhookUrl } = cast
  const app = await github.registerApp({
    slug: 'reviewer',
    permissions,
    events,
    webhookUrl,
    webhookSecret: 'of-the-test',
  })
  github.organization('acme-org')
  await github.createRepository({
    owner: 'acme',
    name: 'shop',
    files: { 'src/a.txt': text(before), 'gone.txt': 'x\n' },
  })
  await github.createRepository({ owner: 'acme', name: 'other', files: { 'b.txt': 'b\n' }, isPrivate: false })
  github.person('author', { 'acme/shop': 'write' })
  const installation = github.install(app.appId, 'acme', ['shop'])
  const jwt = appJwt(app.appId, app.privateKeyPem, Date.now())
  const token = await aboutTheApp(cast, jwt, installation)
  const ask = (method: string, path: string, options: CallOptions = {}) =>
    client.call(method, path, { token, ...options })

  await github.pushCommit('acme/shop', 'feature', {
    'src/a.txt': text(after),
    'new.txt': 'new\n',
    'gone.txt': null,
  })
  const number = await github.openPullRequest({
    repo: 'acme/shop',
    head: 'feature',
    author: 'author',
    body: 'Why.',
  })
  await aboutCode(ask, github, number)
  const commentId = await aboutReviews(ask, github, number)
  await aboutComments(ask, commentId, number)
  await aboutChecks(ask, github, number, app.appId)
  await byPeople(cast, number)
  await aboutDeliveries(client, jwt)
  await manifestFlow(cast)
  await refusals(cast, ask, jwt, number)
  await endOfInstallation(cast, installation)
  await github.settled()
}

type Ask = (method: string, path: string, options?: CallOptions) => Promise<Answered>

async function aboutTheApp({ client }: Cast, jwt: string, installation: number): Promise<string> {
  await client.call('GET', '/app', { token: jwt })
  await client.call('GET', '/app/installations', { token: jwt })
  await client.call('GET', `/app/installations/${installation}`, { token: jwt })
  await client.call('GET', `${repo}/installation`, { token: jwt })
  await client.call('GET', '/meta')
  const path = `/app/installations/${installation}/access_tokens`
  const narrowed = { repositories: ['shop'], permissions: { contents: 'read' } }
  await client.call('POST', path, { token: jwt, body: narrowed })
  const { token } = field<{ token: string }>(await client.call('POST', path, { token: jwt, body: {} }))
  await client.call('GET', '/installation/repositories', { token })
  await client.call('GET', '/rate_limit', { token })
  return token
}

async function aboutCode(ask: Ask, github: SimulatedGitHub, number: number): Promise<void> {
  const head = github.headOf('acme/shop', 'feature')
  await ask('GET', repo)
  await ask('GET', `${repo}/pulls`)
  await ask('GET', `${repo}/pulls?state=all&per_page=1`)
  await ask('GET', `${repo}/pulls/${number}`)
  await ask('GET', `${repo}/pulls/${number}`, { headers: { accept: 'application/vnd.github.diff' } })
  await ask('GET', `${repo}/pulls/${number}/files`)
  await ask('GET', `${repo}/pulls/${number}/commits`)
  await ask('PATCH', `${repo}/pulls/${number}`, { body: { title: 'A better title' } })
  await ask('GET', `${repo}/commits/${head}`)
  await ask('GET', `${repo}/compare/main...feature`)
  await ask('GET', `${repo}/contents/src/a.txt?ref=feature`)
  await ask('GET', `${repo}/contents/src`)
  await ask('GET', `${repo}/collaborators/author/permission`)
  await ask('GET', `${repo}/git/ref/heads%2Ffeature`)
  const tree = field<{ tree: readonly { path: string; sha: string }[] }>(
    await ask('GET', `${repo}/git/trees/${head}?recursive=1`),
  )
  await ask('GET', `${repo}/git/blobs/${tree.tree.find(({ path }) => path === 'src/a.txt')?.sha}`)
  const known = await ask('GET', `${repo}/pulls/${number}`)
  await ask('GET', `${repo}/pulls/${number}`, {
    headers: { 'if-none-match': known.headers.get('etag') ?? '' },
  })
}

async function aboutReviews(ask: Ask, github: SimulatedGitHub, number: number): Promise<number> {
  const head = github.headOf('acme/shop', 'feature')
  const pull = `${repo}/pulls/${number}`
  const comments = [
    { path: 'src/a.txt', line: 5, side: 'RIGHT', body: 'One line.' },
    { path: 'src/a.txt', line: 31, side: 'RIGHT', start_line: 29, start_side: 'RIGHT', body: 'Three lines.' },
    { path: 'src/a.txt', line: 5, side: 'LEFT', body: 'What was.' },
  ]
  const body = { commit_id: head, event: 'COMMENT', body: 'Reviewed.', comments }
  const { id } = field<{ id: number }>(await ask('POST', `${pull}/reviews`, { body }))
  await ask('GET', `${pull}/reviews`)
  await ask('GET', `${pull}/reviews/${id}`)
  const made = field<readonly { id: number }[]>(await ask('GET', `${pull}/reviews/${id}/comments`))
  const pending = field<{ id: number }>(
    await ask('POST', `${pull}/reviews`, { body: { commit_id: head, body: 'Not yet.' } }),
  )
  await ask('POST', `${pull}/reviews/${pending.id}/events`, {
    body: { event: 'REQUEST_CHANGES', body: 'Now.' },
  })
  await ask('PUT', `${pull}/reviews/${pending.id}/dismissals`, { body: { message: 'No longer.' } })
  const commentId = made[0]?.id ?? 0
  await ask('POST', `${pull}/comments/${commentId}/replies`, { body: { body: 'A reply.' } })
  await ask('POST', `${pull}/comments`, {
    body: { commit_id: head, path: 'new.txt', line: 1, side: 'RIGHT', body: 'Alone.' },
  })
  return commentId
}

async function aboutComments(ask: Ask, reviewCommentId: number, number: number): Promise<void> {
  const reviewComment = `${repo}/pulls/comments/${reviewCommentId}`
  await ask('GET', `${repo}/pulls/${number}/comments?per_page=2`)
  await ask('GET', reviewComment)
  await ask('PATCH', reviewComment, { body: { body: 'Said otherwise.' } })
  await ask('POST', `${reviewComment}/reactions`, { body: { content: '-1' } })
  await ask('POST', `${reviewComment}/reactions`, { body: { content: '-1' } })
  await ask('GET', `${reviewComment}/reactions`)
  const thread = `${repo}/issues/${number}/comments`
  const { id } = field<{ id: number }>(await ask('POST', thread, { body: { body: 'Below.' } }))
  const comment = `${repo}/issues/comments/${id}`
  await ask('GET', thread)
  await ask('GET', comment)
  await ask('PATCH', comment, { body: { body: 'Below, again.' } })
  await ask('POST', `${comment}/reactions`, { body: { content: 'eyes' } })
  await ask('GET', `${comment}/reactions`)
  await ask('DELETE', comment)
}

async function aboutChecks(ask: Ask, github: SimulatedGitHub, number: number, appId: number): Promise<void> {
  const head = github.headOf('acme/shop', 'feature')
  const started = {
    name: 'review',
    head_sha: head,
    status: 'in_progress',
    started_at: '2026-11-23T08:00:00Z',
  }
  const { id } = field<{ id: number }>(await ask('POST', `${repo}/check-runs`, { body: started }))
  const run = `${repo}/check-runs/${id}`
  const annotation = {
    path: 'src/a.txt',
    start_line: 5,
    end_line: 5,
    annotation_level: 'warning',
    message: 'Hm.',
    title: 'T',
  }
  const output = { title: 'Two findings', summary: 'Look.', text: 'More.', annotations: [annotation] }
  await ask('PATCH', run, { body: { output } })
  await ask('PATCH', run, {
    body: { status: 'completed', conclusion: 'neutral', output: { title: 'Done', summary: '.' } },
  })
  await ask('GET', run)
  await ask('GET', `${run}/annotations`)
  const { check_runs } = field<{ check_runs: readonly { check_suite: { id: number } }[] }>(
    await ask('GET', `${repo}/commits/${head}/check-runs?app_id=${appId}`),
  )
  await ask('POST', `${run}/rerequest`)
  await ask('POST', `${repo}/check-suites/${check_runs[0]?.check_suite.id}/rerequest`)
  const author = github.person('author')
  await author.rerequestCheckRun(id)
  await author.rerequestCheckSuite('acme/shop', number, appId)
}

async function byPeople({ github, client }: Cast, number: number): Promise<void> {
  const author = github.person('author')
  const on = ['acme/shop', number] as const
  const commentId = await author.comment(...on, 'Said by a person.')
  await author.editComment(commentId, 'Said by a person, differently.')
  await author.deleteComment(commentId)
  await author.review(...on, { state: 'COMMENTED', comments: [{ path: 'new.txt', line: 1, body: 'Mine.' }] })
  const threadId = Number(github.pull(...on).threads[0]?.comments[0]?.id)
  await author.resolveThread(threadId)
  await author.unresolveThread(threadId)
  await author.label(...on, 'urgent')
  await author.unlabel(...on, 'urgent')
  await author.convertToDraft(...on)
  await author.readyForReview(...on)
  await author.retitle(...on, 'A title again')
  // Line 5 is changed once more: what stands on it is outdated from here on.
  await github.pushCommit(
    'acme/shop',
    'feature',
    { 'src/a.txt': text(after.with(4, 'line 5, once more')) },
    { by: 'author' },
  )
  const { token } = author
  await client.call('GET', `${repo}/pulls/${number}/comments`, { token })
  await client.call('GET', `${repo}/pulls/${number}`, { token })
  await author.close(...on)
  await author.reopen(...on)
  await author.merge(...on)
  await client.call('GET', `${repo}/pulls/${number}`, { token })
}

async function aboutDeliveries(client: RecordedClient, jwt: string): Promise<void> {
  const ask = (method: string, path: string, body?: unknown) =>
    client.call(method, path, { token: jwt, ...(body === undefined ? {} : { body }) })
  await ask('GET', '/app/hook/config')
  await ask('PATCH', '/app/hook/config', { content_type: 'json' })
  const { text: list } = await ask('GET', '/app/hook/deliveries?per_page=5')
  // Taken from the text: the ids are beyond what a number of JavaScript holds.
  const id = /"id":(\d+)/.exec(list)?.[1] ?? ''
  await ask('GET', `/app/hook/deliveries/${id}`)
  await ask('POST', `/app/hook/deliveries/${id}/attempts`)
}

async function manifestFlow({ github, client }: Cast): Promise<void> {
  const code = github.submitManifest({ slug: 'from-manifest', permissions, events, webhookSecret: 'made' })
  await client.call('POST', `/app-manifests/${code}/conversions`)
  await client.call('POST', `/app-manifests/${code}/conversions`)
}

async function refusals({ client, github }: Cast, ask: Ask, jwt: string, number: number): Promise<void> {
  const pull = `${repo}/pulls/${number}`
  await client.call('GET', '/app', { token: 'nonsense' })
  await client.call('GET', '/app/installations/1', { token: jwt })
  await client.call('GET', repo)
  await ask('GET', '/repos/acme/nothing')
  await ask('GET', `${repo}/pulls/99`)
  await ask('GET', `${repo}/contents/no/such/file`)
  const head = github.headOf('acme/shop', 'feature')
  const outside = {
    commit_id: head,
    event: 'COMMENT',
    body: '.',
    comments: [{ path: 'src/a.txt', line: 15, body: '.' }],
  }
  await ask('POST', `${pull}/reviews`, { body: outside })
  await ask('POST', `${repo}/issues/${number}/comments`, { body: { body: '' } })
  await ask('POST', `${repo}/issues/${number}/comments`, { body: { body: 'x'.repeat(65_537) } })
  await ask('POST', '/repos/acme/other/issues/1/comments', { body: { body: 'Not installed there.' } })
  for (const kind of ['secondary-limit', 'primary-limit', 'too-many-requests', 'error-before'] as const) {
    github.faults.set({ kind, times: 1 })
    await ask('GET', pull)
  }
  github.faults.clear()
}

async function endOfInstallation({ github }: Cast, installation: number): Promise<void> {
  github.changeInstallation(installation, { add: ['other'] })
  github.changeInstallation(installation, { remove: ['other'] })
  github.suspend(installation)
  github.unsuspend(installation)
  github.uninstall(installation)
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}

function field<Body>({ status, body }: Answered): Body {
  if (status >= 300) throw new Error(`the story ends with ${status}: ${JSON.stringify(body)}`)
  return body as Body
}
