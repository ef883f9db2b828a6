/** The service asks GitHub only for what GitHub has, in the forms that GitHub describes. */
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../world/eventually.ts'
import { createHostedWorld, owner } from '../../world/hosted-world.ts'
import { openDescription } from './github-description.ts'
import { startRecordingProxy } from './recording-proxy.ts'

const repo = `${owner}/shop`
const risky = 'def parse(text: str):\n    return eval(text)\n\n\ndef run(text: str):\n    exec(text)\n'
const better = 'def parse(text: str):\n    return int(text)\n\n\ndef run(text: str):\n    exec(text)\n'
const runMsMax = 300_000

test(
  'from the first webhook to the last answer',
  async () => {
    const description = await openDescription()
    const world = await createHostedWorld()
    const { github, app } = world
    const proxy = await startRecordingProxy(github.url)
    onTestFinished(() => proxy.close())
    await world.serve({ env: { AUTOGEN_GITHUB_API_URL: `${proxy.url}/api/v3` } })

    await github.createRepository({ owner, name: 'shop', files: { 'README.md': '# Shop\n' } })
    const alice = github.person('alice', { [repo]: 'write' })
    github.install(app.appId, owner, 'all')
    await github.pushCommit(repo, 'parse', { 'parse.py': risky }, { by: 'alice' })
    const number = await github.openPullRequest({ repo, head: 'parse', author: 'alice' })
    const first = await world.reviewed(repo, number)
    expect(first.threads.length).toBeGreaterThan(1)
    await github.pushCommit(repo, 'parse', { 'parse.py': better }, { by: 'alice' })
    await world.reviewed(repo, number)
    for (const words of ['/autogen help', '/autogen status', '/autogen review']) {
      const before = github.pull(repo, number).issueComments.length
      await alice.comment(repo, number, words)
      await eventually(words, () => github.pull(repo, number).issueComments.length > before + 1)
    }
    await world.reviewed(repo, number)

    const asked = new Set(proxy.exchanges.map(({ method, path }) => description.operationOf(method, path)))
    expect([...asked], 'more than a handful of operations is in use').toEqual(
      expect.arrayContaining([
        'POST /app/installations/{installation_id}/access_tokens',
        'POST /repos/{owner}/{repo}/check-runs',
        'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
        'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
        'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      ]),
    )
    expect(proxy.exchanges.flatMap(description.deviationsOf)).toEqual([])
  },
  runMsMax,
)
