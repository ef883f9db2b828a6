/** A review that was asked for again and is called off by a webhook that comes late: the chaos run found it once. */
import { expect, test } from 'vitest'
import { eventually } from '../world/eventually.ts'
import { createHostedWorld, owner } from '../world/hosted-world.ts'

const repo = `${owner}/shop`

test('leaves no check run in progress', async () => {
  const { github, app, serve, reviewed } = await createHostedWorld()
  await github.createRepository({ owner, name: 'shop', files: { 'README.md': '# Shop\n' } })
  const alice = github.person('alice', { [repo]: 'write' })
  github.install(app.appId, owner, 'all')
  await serve()
  await github.pushCommit(repo, 'orders', { 'orders.py': 'def read(text: str):\n    return eval(text)\n' })
  const number = await github.openPullRequest({ repo, head: 'orders', author: 'alice' })
  await reviewed(repo, number)
  await github.pushCommit(repo, 'next', { 'next.md': '# Next\n' })

  github.faults.set({ kind: 'slow', path: /^\/graphql$/, delayMs: 3_000 })
  await alice.comment(repo, number, '/autogen review full')
  await eventually('the second check run', () => github.pull(repo, number).checkRuns.length === 2)
  await alice.retarget(repo, number, 'next')
  github.faults.clear()
  const { checkRuns } = await reviewed(repo, number)
  expect(checkRuns.map(({ status }) => status)).toEqual(['completed', 'completed'])
  expect(checkRuns.at(-1)?.conclusion).toBe('failure')
}, 120_000)
