/** Each payload has every field that GitHub's own examples of the event always have. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { type Story, startStory } from '../testing/story.ts'

let story: Story
afterEach(() => story.close())

interface Example {
  readonly action?: string
}

const folder = new URL(
  '../../../node_modules/@octokit/webhooks-examples/api.github.com/index.json',
  import.meta.url,
)
const published: readonly { readonly name: string; readonly examples: readonly Example[] }[] = JSON.parse(
  readFileSync(fileURLToPath(folder), 'utf8'),
)

test('no payload lacks what all examples have', async () => {
  story = await startStory()
  const { github, repository, pull, ask, base, app, installation, receiver } = story
  const ada = github.person('ada')
  await ada.comment(repository, pull, 'hello')
  await ask('POST', `${base}/pulls/${pull}/reviews`, {
    event: 'COMMENT',
    body: 'Words',
    comments: [{ path: 'src/a.ts', line: 10, body: 'one' }],
  })
  await ada.resolveThread(Number(github.pull(repository, pull).reviewComments[0]?.id))
  const head_sha = github.headOf(repository, 'feature')
  await ask('POST', `${base}/check-runs`, { name: 'review', head_sha, conclusion: 'success' })
  await ada.rerequestCheckRun(Number(github.pull(repository, pull).checkRuns[0]?.id))
  await ada.rerequestCheckSuite(repository, pull, app.appId)
  await github.pushCommit(repository, 'feature', { 'more.ts': 'more\n' }, { by: 'ada' })
  await ada.label(repository, pull, 'urgent')
  await ada.close(repository, pull)
  await github.createRepository({ owner: 'acme', name: 'second', files: { a: 'a\n' } })
  github.changeInstallation(installation, { add: ['second'] })
  await github.settled()
  const lacking = receiver.received.flatMap(({ headers, name, body }) => {
    const examples = published.find((one) => one.name === headers['x-github-event'])?.examples ?? []
    const same = examples.filter(({ action }) => action === body.action)
    return missingPaths(same.length > 0 ? same : examples, body).map((path) => `${name}: ${path}`)
  })
  expect(lacking.filter((one) => !known.some((pattern) => pattern.test(one)))).toEqual([])
  expect(new Set(receiver.received.map(({ name }) => name)).size).toBeGreaterThanOrEqual(14)
})

/** The examples' owner is an organization, their App has every permission, and their hook belongs to a repository. */
const known: readonly RegExp[] = [
  /: \.organization$/,
  /\.permissions\.\w+$/,
  /^ping: \.(repository|sender|hook\.(test_url|ping_url|url|last_response))$/,
]

function missingPaths(examples: readonly unknown[], ours: unknown, path = ''): readonly string[] {
  const [first] = examples
  if (!isRecord(first) || !examples.every(isRecord)) return []
  if (!isRecord(ours)) return ours === null ? [] : [path]
  const always = Object.keys(first).filter((key) => examples.every((one) => key in one))
  return always.flatMap((key) => {
    if (!(key in ours)) return [`${path}.${key}`]
    return missingPaths(
      examples.map((one) => one[key]),
      ours[key],
      `${path}.${key}`,
    )
  })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
